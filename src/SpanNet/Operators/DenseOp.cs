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

    private readonly int n;
    private readonly int k;
    private readonly int rows;
    private readonly Activation? activation;
    private readonly bool hasBias;
    private readonly bool savesInput;
    private readonly bool handsOver;

    /// <summary>The way of a single row; null where it needs z, or threads.</summary>
    private readonly RowForward? row;

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
            handsOver = m == 1 || (n > Panels.Width && Panels.Length(k, n) >= LeastHandedOver);
            savesInput = activation is { DerivativeUsesOutput: false };
            if (savesInput)
            {
                context.Save(checked(m * n));
            }

            int ofWeights = handsOver ? Gemm.PiecesScratch(m, n) : Gemm.WeightGradientScratch(m, n);
            context.BackwardScratch(Math.Max(ofWeights, Gemm.InputGradientScratch(n, k)));
        }

        row = savesInput ? null : RowForward.For(n, k, activation);
    }

    public override bool BackwardReadsInputs => true;

    public override bool BackwardReadsOutput => activation is { DerivativeUsesOutput: true };

    public override bool HandsOver(int i) => i == 0 && handsOver;

    public override void Forward(in ForwardPass pass)
    {
        int m = pass.Batch * rows;
        ReadOnlySpan<float> bias = hasBias ? pass.Parameter(1) : default;
        Span<float> y = pass.Output;
        if (m == 1 && row is not null)
        {
            row.Run(pass.Input(0), pass.Parameter(0), bias, y);
            return;
        }

        Span<float> z = savesInput ? pass.Saved(0) : y;
        Gemm.Forward(pass.Input(0), pass.Parameter(0), bias, z, y, m, n, k, activation, pass.Team);
    }

    public override void Backward(in BackwardPass pass)
    {
        int m = pass.Batch * rows;
        Span<float> dz = pass.OutputGradient;
        ReadOnlySpan<float> zOrY =
            activation is null ? default
            : savesInput ? pass.Saved(0)[..(m * n)]
            : pass.Output;
        GradientSink ofBias = hasBias ? pass.ParameterGradient(1) : default;
        Span<float> db = ofBias.IsNeeded ? ofBias.Destination[..n] : default;
        OutputGradient.Run(activation, zOrY, dz, db, ofBias.Accumulates, m, n, pass.Team);

        if (pass.InputGradient(0) is { IsNeeded: true } dx)
        {
            Gemm.InputGradient(dz, pass.Parameter(0), dx.Destination, pass.Scratch(0), m, n, k, dx.Accumulates, pass.Team);
        }

        if (pass.ParameterReceiver(0) is { } receiver)
        {
            HandOver(pass, receiver, dz, m);
        }
        else if (pass.ParameterGradient(0) is { IsNeeded: true } dw)
        {
            Gemm.WeightGradient(pass.Input(0), dz, dw.Destination, pass.Scratch(0), m, n, k, dw.Accumulates, pass.Team);
        }
    }

    /// <summary>
    /// One row by its factors; more rows too where the weights stay in the cache: their update then hides behind the product. Else, where threads share
    /// the work, in pieces, so that the update is not one more round of all threads in which lines change cores; alone as a whole, which streams best.
    /// </summary>
    private void HandOver(in BackwardPass pass, IGradientReceiver receiver, ReadOnlySpan<float> dz, int m)
    {
        ReadOnlySpan<float> x = pass.Input(0);
        int first = pass.ParameterOffset(0);
        if (m == 1)
        {
            receiver.Take(first, x, n % Panels.Width == 0 ? dz : Padded(dz, pass.Scratch(0)));
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
            Gemm.WeightGradient(x, dz, new Weights(receiver, first), pass.Scratch(0), m, n, k, pass.Team);
        }
        else
        {
            Span<float> dw = pass.ParameterGradient(0).Destination;
            Gemm.WeightGradient(x, dz, dw, pass.Scratch(0), m, n, k, accumulate: false, pass.Team);
            receiver.Take(first, dw);
        }
    }

    private Span<float> Padded(ReadOnlySpan<float> dz, Span<float> scratch)
    {
        Span<float> padded = scratch[..Panels.Length(1, n)];
        dz.CopyTo(padded);
        padded[n..].Clear();
        return padded;
    }

    /// <summary>The weights, as numbers of the receiver.</summary>
    private readonly struct Weights(IGradientReceiver receiver, int offset) : IGradientTaker
    {
        public void Take(int first, ReadOnlySpan<float> gradient) => receiver.Take(offset + first, gradient);
    }
}
