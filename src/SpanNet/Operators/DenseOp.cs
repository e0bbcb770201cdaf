using SpanNet.Graphs;
using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Gemm;

namespace SpanNet.Operators;

/// <summary>
/// z = x·W + b, y = f(z). Backward: dz = f′·dy, db = Σ dz over the batch, dW = xᵀ·dz, dx = dz·Wᵀ.
/// The gradient dz replaces dy in place; z is kept only where f′ cannot be computed from y.
/// </summary>
internal sealed class DenseOp : Operator
{
    /// <summary>Gradients of several rows that are smaller stay in the first-level cache until the sweep over all parameters.</summary>
    private const int LeastHandedOver = 8192;

    /// <summary>What the bias is multiplied with.</summary>
    private static readonly float[] one = [1f];

    private readonly int n;
    private readonly int k;
    private readonly int rows;
    private readonly Activation? activation;
    private readonly bool hasBias;
    private readonly bool savesInput;
    private readonly bool handsOver;
    private readonly bool isRow;

    public DenseOp(int outputs, Activation? activation, bool hasBias, LoweringContext context)
    {
        n = outputs;
        k = context.Inputs[0][^1];
        rows = context.Inputs[0].Length / k;
        this.activation = activation;
        this.hasBias = hasBias;
        if (context.Mode == PlanMode.Training)
        {
            int m = checked(context.Batch * rows);
            isRow = m == 1;
            handsOver = isRow || (n > Panels.Width && Panels.Length(k, n) >= LeastHandedOver);
            savesInput = activation is { DerivativeUsesOutput: false };
            if (savesInput)
            {
                context.Save(checked(m * n));
            }

            int ofWeights = handsOver ? Gemm.PiecesScratch(m, n) : Gemm.WeightGradientScratch(m, n);
            context.BackwardScratch(Math.Max(ofWeights, Gemm.InputGradientScratch(n, k)));
        }
    }

    public override bool BackwardReadsInputs => true;

    public override bool BackwardReadsOutput => activation is { DerivativeUsesOutput: true };

    /// <summary>The bias of a single row only: it is one more row of the outer product.</summary>
    public override bool HandsOver(int i) => i == 0 ? handsOver : isRow;

    /// <summary>Not where there are more rows in a sample, or z is needed.</summary>
    internal override RowForward? RowOf(PlanStep step) =>
        rows > 1 || savesInput
            ? null
            : RowForward.For(
                n,
                k,
                activation,
                new RowPlaces
                {
                    X = step.Inputs[0].Value,
                    IsBorrowed = step.Inputs[0].IsBorrowed,
                    W = step.Parameters[0].Slice,
                    Bias = hasBias ? step.Parameters[1].Slice : null,
                    Y = step.Output,
                }
            );

    public override void Forward(in ForwardPass pass)
    {
        ReadOnlySpan<float> bias = hasBias ? pass.Parameter(1) : default;
        Span<float> y = pass.Output;
        Span<float> z = savesInput ? pass.Saved(0) : y;
        Gemm.Forward(pass.Input(0), pass.Parameter(0), bias, z, y, pass.Batch * rows, n, k, activation, pass.Team);
    }

    internal override RowBackward? RowBackOf(PlanStep step) =>
        rows > 1 || step.Parameters.Any(parameter => !parameter.IsHandedOver)
            ? null
            : RowBackward.For(
                n,
                k,
                activation,
                new RowGradientPlaces
                {
                    X = step.Inputs[0].Value,
                    IsBorrowed = step.Inputs[0].IsBorrowed,
                    YOrZ = savesInput ? step.Saved[0] : step.Output,
                    Dy = step.OutputGradient,
                    W = step.Parameters[0].Slice,
                    Bias = hasBias ? step.Parameters[1].Slice : null,
                    Dx = step.Inputs[0].NeedsGradient ? step.Inputs[0].Gradient : null,
                    Accumulates = step.Inputs[0].Accumulates,
                }
            );

    public override void Backward(in BackwardPass pass)
    {
        int m = pass.Batch * rows;
        Span<float> dz = pass.OutputGradient;
        ReadOnlySpan<float> zOrY =
            activation is null ? default
            : savesInput ? pass.Saved(0)[..(m * n)]
            : pass.Output;
        IGradientReceiver? ofBias = hasBias ? pass.ParameterReceiver(1) : null;
        GradientSink db = hasBias && ofBias is null ? pass.ParameterGradient(1) : default;
        OutputGradient.Run(activation, zOrY, dz, db.IsNeeded ? db.Destination[..n] : default, db.Accumulates, m, n, pass.Team);
        ofBias?.Take(pass.ParameterOffset(1), null, one, dz);

        if (pass.InputGradient(0) is { IsNeeded: true } dx)
        {
            Gemm.InputGradient(dz, pass.Parameter(0), dx.Destination, pass.Scratch(0), m, n, k, dx.Accumulates, pass.Team);
        }

        ReadOnlySpan<float> x = pass.Input(0);
        if (pass.ParameterReceiver(0) is { } receiver)
        {
            HandOver(pass, receiver, x, dz, m);
        }
        else if (pass.ParameterGradient(0) is { IsNeeded: true } dw)
        {
            Gemm.WeightGradient(x, dz, dw.Destination, pass.Scratch(0), m, n, k, dw.Accumulates, pass.Team);
        }
    }

    /// <summary>
    /// One row by its factors; more rows too where the weights stay in the cache: their update then hides behind the product. Else, where threads share
    /// the work, in pieces, so that the update is not one more round of all threads in which lines change cores; alone as a whole, which streams best.
    /// </summary>
    private void HandOver(in BackwardPass pass, IGradientReceiver receiver, ReadOnlySpan<float> x, ReadOnlySpan<float> dz, int m)
    {
        int first = pass.ParameterOffset(0);
        if (m == 1)
        {
            receiver.Take(first, null, x, dz);
        }
        else if (GradientFactors.Suit(m) && receiver.TakesProduct(Panels.Length(k, n)))
        {
            var gradient = new GradientFactors
            {
                X = x,
                Dy = dz,
                M = m,
                N = n,
                K = k,
                Scratch = pass.Scratch(0),
            };
            receiver.Take(first, in gradient, pass.Team);
        }
        else if (pass.Team.Threads > 1)
        {
            Gemm.WeightGradient(x, dz, new WeightTaker(receiver, first), pass.Scratch(0), m, n, k, pass.Team);
        }
        else
        {
            Span<float> dw = pass.ParameterGradient(0).Destination;
            Gemm.WeightGradient(x, dz, dw, pass.Scratch(0), m, n, k, accumulate: false, pass.Team);
            receiver.Take(first, dw);
        }
    }

    /// <summary>The weights, as numbers of the receiver.</summary>
    private readonly struct WeightTaker(IGradientReceiver receiver, int offset) : IGradientTaker
    {
        public void Take(int first, ReadOnlySpan<float> gradient) => receiver.Take(offset + first, gradient);
    }
}
