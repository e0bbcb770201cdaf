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
internal sealed class BatchNormOp : Operator
{
    private readonly int columns;
    private readonly int positions;
    private readonly float momentum;
    private readonly float epsilon;
    private readonly Activation? activation;
    private readonly bool isTraining;
    private readonly bool usesBatch;
    private readonly bool savesZ;

    public BatchNormOp(float momentum, float epsilon, Activation? activation, LoweringContext context)
    {
        columns = context.Inputs[0][^1];
        positions = context.Inputs[0].Length / columns;
        this.momentum = momentum;
        this.epsilon = epsilon;
        this.activation = activation;
        isTraining = context.Mode == PlanMode.Training;
        usesBatch = isTraining && !context.IsFrozen;
        int rows = checked(context.Batch * positions);
        context.ForwardScratch(columns);
        if (isTraining)
        {
            context.ForwardScratch(ColumnMoments.Scratch(rows, columns));
            context.Save(columns);
            context.Save(columns);
            savesZ = activation is { DerivativeUsesOutput: false };
            if (savesZ)
            {
                context.Save(checked(rows * columns));
            }

            context.BackwardScratch(ColumnGradients.Scratch(rows, columns));
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
            Span<float> batchMean = pass.Saved(0)[..columns];
            Span<float> batchVariance = pass.Saved(1)[..columns];
            ColumnMoments.Of(x, pass.Batch * positions, batchMean, batchVariance, pass.Scratch(1), pass.Team);
            mean = batchMean;
            variance = batchVariance;
        }

        Span<float> a = pass.Scratch(0)[..columns];
        Scale(pass.Parameter(0)[..columns], variance, epsilon, a);
        Span<float> z = savesZ ? pass.Saved(2)[..x.Length] : pass.Output;
        ColumnAffine.Run(x, mean, a, pass.Parameter(1)[..columns], z, pass.Output, activation, pass.Team);
    }

    public override void Backward(in BackwardPass pass)
    {
        ReadOnlySpan<float> x = pass.Input(0);
        Span<float> dz = pass.OutputGradient;
        ReadOnlySpan<float> zOrY =
            activation is null ? default
            : savesZ ? pass.Saved(2)[..x.Length]
            : pass.Output;
        ReadOnlySpan<float> mean = usesBatch ? pass.Saved(0)[..columns] : pass.Parameter(2)[..columns];
        ReadOnlySpan<float> variance = usesBatch ? pass.Saved(1)[..columns] : pass.Parameter(3)[..columns];
        Span<float> sums = pass.Scratch(1)[..columns];
        Span<float> products = pass.Scratch(2)[..columns];
        ColumnGradients.Sums(dz, x, mean, sums, products, pass.Scratch(0), activation, zOrY, pass.Team);

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
            var terms = new ColumnGradientTerms
            {
                Mean = mean,
                A = a,
                Q = q,
                R = r,
            };
            ColumnGradients.Input(dz, x, terms, dx.Destination, dx.Accumulates, pass.Team);
        }
    }

    /// <summary>a = w / √(σ² + ε).</summary>
    internal static void Scale(ReadOnlySpan<float> w, ReadOnlySpan<float> variance, float epsilon, Span<float> a)
    {
        TensorPrimitives.Add(variance, epsilon, a);
        TensorPrimitives.Sqrt(a, a);
        TensorPrimitives.Divide(w, a, a);
    }

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
