using System.Runtime.CompilerServices;
using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Recurrent;

/// <summary>
/// Recurrent layers through time: one direction of one layer. The input product of all steps is one matrix product; a step then is the
/// hidden product and one pass over the gates.
/// </summary>
/// <remarks>
/// Samples never meet: a part of the batch runs the whole sequence on one thread, a block of rows at a time. Every sum is a chain as in
/// <see cref="Gemm.Gemm"/>: W_ih x + b_ih begins with b_ih, W_hh h + b_hh with b_hh, and the cell adds the two. So the bits depend on
/// neither threads, width, batch size nor position, and a sequence that is handed over step by step, with its state, gives the same bits.
/// </remarks>
public static class Recurrence
{
    /// <summary>Below so many floating-point operations a part of the batch costs more to hand over than it saves.</summary>
    private const long Grain = 1 << 21;

    /// <summary>The states after each step, or after the last, of every sample.</summary>
    /// <exception cref="ArgumentException">A span is shorter than the shapes say.</exception>
    public static void Forward(in RecurrentForward pass, ThreadTeam team)
    {
        RecurrentShape shape = pass.Shape;
        long rows = (long)pass.Batch * shape.Time;
        bool keeps = !pass.Previous.IsEmpty;
        Require(pass.X, rows * shape.Inputs, "x [batch, time, inputs]");
        Require(pass.InputWeight, Panels.Length(shape.Inputs, shape.Width), "panels of W_ih");
        Require(pass.HiddenWeight, Panels.Length(shape.Hidden, shape.Width), "panels of W_hh");
        Require(pass.InputBias, shape.PaddedWidth, "b_ih, padded to whole panels");
        Require(pass.HiddenBias, shape.PaddedWidth, "b_hh, padded to whole panels");
        RequireRows(pass.InitialState, pass.Batch, pass.InitialRow, shape.Hidden, "initial states");
        RequireRows(pass.InitialCell, pass.Batch, pass.InitialRow, shape.Hidden, "initial cell states");
        RequireRows(pass.Output, (int)rows, pass.OutputStep, shape.Hidden, "outputs");
        RequireRows(pass.FinalState, pass.Batch, pass.FinalRow, shape.Hidden, "final states");
        RequireRows(pass.FinalCell, pass.Batch, pass.FinalRow, shape.Hidden, "final cell states");
        Require(pass.Lengths, pass.Lengths.IsEmpty ? 0 : pass.Batch, "lengths [batch]");
        Require(pass.Gates, rows * shape.Width, "gates [batch, time, width]");
        Require(pass.Previous, keeps ? rows * shape.Hidden : 0, "previous states [batch, time, hidden]");
        Require(pass.PreviousCell, keeps && shape.HasCell ? rows * shape.Hidden : 0, "previous cell states [batch, time, hidden]");
        Require(pass.Kept, keeps ? rows * shape.Kept : 0, "kept [batch, time, kept]");
        Require(pass.Scratch, (long)pass.Batch * shape.ForwardScratch, "scratch");
        switch (shape.Kind)
        {
            case RecurrentKind.Tanh:
                Run<ElmanCell<Tanh>>(in pass, team);
                break;
            case RecurrentKind.ReLU:
                Run<ElmanCell<ReLU>>(in pass, team);
                break;
            case RecurrentKind.Gru:
                Run<GruCell>(in pass, team);
                break;
            case RecurrentKind.Lstm:
                Run<LstmCell>(in pass, team);
                break;
            default:
                throw new ArgumentException($"There is no recurrent cell {shape.Kind}.", nameof(pass));
        }
    }

    /// <summary>
    /// From the gradients by outputs and last states to those by both products of every step and by the first states. What is left are
    /// matrix products over all steps: dW_ih = xᵀ·da, dW_hh = hᵀ·dp, dx = da·W_ih, and sums of columns.
    /// </summary>
    /// <exception cref="ArgumentException">A span is shorter than the shapes say.</exception>
    public static void Backward(in RecurrentBackward pass, ThreadTeam team)
    {
        RecurrentShape shape = pass.Shape;
        long rows = (long)pass.Batch * shape.Time;
        Require(pass.HiddenWeight, Panels.Length(shape.Hidden, shape.Width), "panels of W_hh");
        RequireRows(pass.OutputGradient, (int)rows, pass.OutputStep, shape.Hidden, "gradients of outputs");
        RequireRows(pass.FinalGradient, pass.Batch, pass.FinalRow, shape.Hidden, "gradients of final states");
        Require(pass.Lengths, pass.Lengths.IsEmpty ? 0 : pass.Batch, "lengths [batch]");
        Require(pass.Gates, rows * shape.Width, "gates [batch, time, width]");
        Require(pass.ProductGradient, shape.HasHiddenGradient ? rows * shape.Width : 0, "gradients of the product [batch, time, width]");
        Require(pass.Previous, rows * shape.Hidden, "previous states [batch, time, hidden]");
        Require(pass.PreviousCell, shape.HasCell ? rows * shape.Hidden : 0, "previous cell states [batch, time, hidden]");
        Require(pass.Kept, rows * shape.Kept, "kept [batch, time, kept]");
        Require(pass.StateGradients, (long)pass.Batch * shape.BackwardScratch, "gradients of states");
        Require(pass.Scratch, shape.ProductScratch(pass.Batch), "scratch");
        new PanelSource
        {
            Rows = shape.Width,
            Columns = shape.Hidden,
            Matrix = pass.HiddenWeight,
            Turns = true,
            Target = pass.Scratch,
        }.Run(team);
        switch (shape.Kind)
        {
            case RecurrentKind.Tanh:
                new BackwardJob<ElmanCell<Tanh>> { Pass = pass }.Run(team);
                break;
            case RecurrentKind.ReLU:
                new BackwardJob<ElmanCell<ReLU>> { Pass = pass }.Run(team);
                break;
            case RecurrentKind.Gru:
                new BackwardJob<GruCell> { Pass = pass }.Run(team);
                break;
            case RecurrentKind.Lstm:
                new BackwardJob<LstmCell> { Pass = pass }.Run(team);
                break;
            default:
                throw new ArgumentException($"There is no recurrent cell {shape.Kind}.", nameof(pass));
        }
    }

    /// <summary>Into how many parts a batch is cut.</summary>
    internal static int Parts(in RecurrentShape shape, int batch, ThreadTeam team) =>
        Math.Min(batch, Partition.Count(2L * batch * shape.Time * shape.Width * (shape.Inputs + shape.Hidden), Grain, team.Threads));

    // A method of its own, so that the caller makes no room for the jobs of all cells.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Run<TCell>(in RecurrentForward pass, ThreadTeam team)
        where TCell : struct, ICell => new ForwardJob<TCell> { Pass = pass }.Run(team);

    private static void RequireRows(ReadOnlySpan<float> span, int rows, int stride, int width, string what)
    {
        if (!span.IsEmpty)
        {
            Require(span, ((rows - 1L) * stride) + width, what);
        }
    }

    private static void Require(ReadOnlySpan<float> span, long length, string what)
    {
        if (span.Length < length)
        {
            Throw(span.Length, length, what);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Throw(int actual, long expected, string what) =>
        throw new ArgumentException($"{what}: expected at least {expected} floats, got {actual}.");
}
