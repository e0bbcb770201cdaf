using System.Numerics.Tensors;
using SpanNet.Graphs;
using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Normalization;

namespace SpanNet.Operators;

/// <summary>
/// z = (x − μ)·a + bias with a = w·s and s = 1/√(σ² + ε) by channel, y = f(z). In training μ and σ² are those of the batch, at
/// inference the running ones. Backward: dz = f′·dy, dbias = Σ dz, dw = s·Σ dz·(x − μ), dx = a·(dz − Σ dz/n − (x − μ)·s²·Σ dz·(x − μ)/n).
/// </summary>
/// <remarks>
/// The running statistics move in the backward pass: a step whose loss is not finite, or an evaluation, leaves them alone. A frozen
/// layer computes with them in training too; they are constants then: dx = a·dz.
/// </remarks>
internal class BatchNormOp : Operator
{
    private const int Mean = 0;
    private const int Variance = 1;
    private const int SavedScale = 2;
    private const int SavedZ = 3;

    private readonly int columns;
    private readonly int positions;
    private readonly float momentum;
    private readonly float epsilon;
    private readonly Activation? activation;
    private readonly bool isTraining;
    private readonly bool usesBatch;
    private readonly bool savesZ;

    public BatchNormOp(float momentum, float epsilon, Activation? activation, LoweringContext context)
        : this(momentum, epsilon, activation, ColumnGradients.Scratch(Rows(context), context.Inputs[0][^1]), context) { }

    /// <param name="momentum">Share of the batch in the running statistics.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="activation">f of <see cref="Apply"/>.</param>
    /// <param name="sumsScratch">Floats of backward scratch number 0.</param>
    /// <param name="context">Where to ask for memory.</param>
    private protected BatchNormOp(float momentum, float epsilon, Activation? activation, int sumsScratch, LoweringContext context)
    {
        columns = context.Inputs[0][^1];
        positions = context.Inputs[0].Length / columns;
        this.momentum = momentum;
        this.epsilon = epsilon;
        this.activation = activation;
        isTraining = context.Mode == PlanMode.Training;
        usesBatch = isTraining && !context.IsFrozen;
        int rows = Rows(context);
        context.ForwardScratch(isTraining ? ColumnMoments.Scratch(rows, columns) : columns);
        if (isTraining)
        {
            context.Save(columns);
            context.Save(columns);
            context.Save(columns);
            savesZ = activation is { DerivativeUsesOutput: false };
            if (savesZ)
            {
                context.Save(checked(rows * columns));
            }

            context.BackwardScratch(sumsScratch);
            for (int i = 0; i < 5; i++)
            {
                context.BackwardScratch(columns);
            }
        }
    }

    public override bool BackwardReadsInputs => true;

    public override bool BackwardReadsOutput => activation is { DerivativeUsesOutput: true };

    public override bool OverwritesInput(int i) => !isTraining;

    public override bool OverwritesGradient(int i) => true;

    public override void Forward(in ForwardPass pass)
    {
        ReadOnlySpan<float> x = pass.Input(0);
        ReadOnlySpan<float> mean = pass.Parameter(2)[..columns];
        ReadOnlySpan<float> variance = pass.Parameter(3)[..columns];
        if (usesBatch)
        {
            Span<float> batchMean = pass.Saved(Mean)[..columns];
            Span<float> batchVariance = pass.Saved(Variance)[..columns];
            ColumnMoments.Of(x, pass.Batch * positions, batchMean, batchVariance, pass.Scratch(0), pass.Team);
            mean = batchMean;
            variance = batchVariance;
        }

        Span<float> a = (isTraining ? pass.Saved(SavedScale) : pass.Scratch(0))[..columns];
        Scale(pass.Parameter(0)[..columns], variance, epsilon, a);
        Apply(
            pass,
            new ColumnAffineTerms
            {
                Mean = mean,
                Scale = a,
                Shift = pass.Parameter(1)[..columns],
            }
        );
    }

    public override void Backward(in BackwardPass pass)
    {
        ReadOnlySpan<float> mean = usesBatch ? pass.Saved(Mean)[..columns] : pass.Parameter(2)[..columns];
        ReadOnlySpan<float> variance = usesBatch ? pass.Saved(Variance)[..columns] : pass.Parameter(3)[..columns];
        var terms = new ColumnAffineTerms
        {
            Mean = mean,
            Scale = pass.Saved(SavedScale)[..columns],
            Shift = pass.Parameter(1)[..columns],
        };
        Span<float> sums = pass.Scratch(1)[..columns];
        Span<float> products = pass.Scratch(2)[..columns];
        Sums(pass, terms, sums, products);

        Span<float> a = pass.Scratch(3)[..columns];
        Span<float> q = pass.Scratch(4)[..columns];
        Span<float> r = pass.Scratch(5)[..columns];
        ReadOnlySpan<float> w = pass.Parameter(0);
        int n = pass.Batch * positions;
        for (int j = 0; j < columns; j++)
        {
            float s = 1f / MathF.Sqrt(variance[j] + epsilon);
            products[j] *= s;
            a[j] = w[j] * s;
            q[j] = usesBatch ? -a[j] * s * products[j] / n : 0f;
            r[j] = usesBatch ? -a[j] * sums[j] / n : 0f;
        }

        pass.ParameterGradient(0).Write(products);
        pass.ParameterGradient(1).Write(sums);
        MoveRunningStatistics(pass, mean, variance, n);
        if (pass.InputGradient(0) is { IsNeeded: true } dx)
        {
            var gradient = new ColumnGradientTerms
            {
                Mean = mean,
                A = a,
                Q = q,
                R = r,
            };
            Input(pass, terms, gradient, dx);
        }
    }

    private static int Rows(LoweringContext context) => checked(context.Batch * (context.Inputs[0].Length / context.Inputs[0][^1]));

    /// <summary>a = w / √(σ² + ε).</summary>
    internal static void Scale(ReadOnlySpan<float> w, ReadOnlySpan<float> variance, float epsilon, Span<float> a)
    {
        TensorPrimitives.Add(variance, epsilon, a);
        TensorPrimitives.Sqrt(a, a);
        TensorPrimitives.Divide(w, a, a);
    }

    /// <summary>The output from the input and the statistics.</summary>
    private protected virtual void Apply(in ForwardPass pass, in ColumnAffineTerms terms)
    {
        ReadOnlySpan<float> x = pass.Input(0);
        Span<float> z = savesZ ? pass.Saved(SavedZ)[..x.Length] : pass.Output;
        ColumnAffine.Run(x, terms, z, pass.Output, activation, pass.Team);
    }

    /// <summary>Σ dz and Σ dz·(x − μ) by channel; scratch number 0 is free for it.</summary>
    private protected virtual void Sums(in BackwardPass pass, in ColumnAffineTerms terms, Span<float> sums, Span<float> products)
    {
        ReadOnlySpan<float> x = pass.Input(0);
        ReadOnlySpan<float> zOrY =
            activation is null ? default
            : savesZ ? pass.Saved(SavedZ)[..x.Length]
            : pass.Output;
        ColumnGradients.Sums(pass.OutputGradient, x, terms.Mean, sums, products, pass.Scratch(0), activation, zOrY, pass.Team);
    }

    /// <summary>The gradient by the input, after <see cref="Sums"/>.</summary>
    private protected virtual void Input(
        in BackwardPass pass,
        in ColumnAffineTerms terms,
        in ColumnGradientTerms gradient,
        in GradientSink dx
    ) => ColumnGradients.Input(pass.OutputGradient, pass.Input(0), gradient, dx.Destination, dx.Accumulates, pass.Team);

    /// <summary>running ← running + momentum · (batch − running), with the variance of the sample; one value has none.</summary>
    private void MoveRunningStatistics(in BackwardPass pass, ReadOnlySpan<float> mean, ReadOnlySpan<float> variance, int n)
    {
        if (n < 2 || !usesBatch)
        {
            return;
        }

        Span<float> runningMean = pass.Untrained(2);
        Span<float> runningVariance = pass.Untrained(3);
        float ofSample = (float)((double)n / (n - 1));
        for (int j = 0; j < columns; j++)
        {
            runningMean[j] += momentum * (mean[j] - runningMean[j]);
            runningVariance[j] += momentum * ((variance[j] * ofSample) - runningVariance[j]);
        }
    }
}
