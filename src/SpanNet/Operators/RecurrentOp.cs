using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Recurrent;
using SpanNet.Kernels.Reductions;

namespace SpanNet.Operators;

/// <summary>
/// Layers and directions of a recurrent net, one after the other, each by <see cref="Recurrence"/>. Backward: through time from the
/// last layer down; then of each net dW_ih = xᵀ·da, dW_hh = hᵀ·dp, db_ih = Σ da, db_hh = Σ dp, dx = da·W_ih over all steps at once.
/// </summary>
internal sealed class RecurrentOp : Operator
{
    private const int ParametersOfNet = 4;

    private readonly string name;
    private readonly RecurrentNet net;
    private readonly RecurrentShape[] shapes;
    private readonly RecurrentMemory memory;
    private readonly int time;
    private readonly int stateInputs;
    private readonly int lengthsInput;

    public RecurrentOp(RecurrentNet net, LoweringContext context)
    {
        this.net = net;
        name = context.Name;
        time = context.Inputs[0][0];
        shapes = [.. Enumerable.Range(0, net.Layers).Select(layer => net.ShapeOf(context.Inputs[0], layer))];
        stateInputs = context.Inputs.Length - (net.HasLengths ? 2 : 1);
        lengthsInput = net.HasLengths ? context.Inputs.Length - 1 : -1;
        memory = new RecurrentMemory(net, shapes, context);
    }

    public override bool BackwardReadsInputs => true;

    public override void Forward(in ForwardPass pass)
    {
        ReadOnlySpan<float> lengths = default;
        if (lengthsInput > 0)
        {
            lengths = pass.Input(lengthsInput);
            CheckLengths(lengths);
        }

        for (int layer = 0; layer < net.Layers; layer++)
        {
            for (int direction = 0; direction < net.Directions; direction++)
            {
                Forward(in pass, layer, direction, lengths);
            }
        }
    }

    public override void Backward(in BackwardPass pass)
    {
        ReadOnlySpan<float> lengths = lengthsInput > 0 ? pass.Input(lengthsInput) : default;
        for (int layer = net.Layers - 1; layer >= 0; layer--)
        {
            for (int direction = 0; direction < net.Directions; direction++)
            {
                Backward(in pass, layer, direction, lengths);
                WeightGradients(in pass, layer, direction);
                InputGradient(in pass, layer, direction);
            }
        }

        for (int i = 0; i < stateInputs; i++)
        {
            if (pass.InputGradient(1 + i) is { IsNeeded: true } sink)
            {
                StateGradient(in pass, sink, i);
            }
        }

        if (lengthsInput > 0 && pass.InputGradient(lengthsInput) is { IsNeeded: true, Accumulates: false } unused)
        {
            unused.Destination.Clear();
        }
    }

    private void Forward(in ForwardPass pass, int layer, int direction, ReadOnlySpan<float> lengths)
    {
        int number = (layer * net.Directions) + direction;
        int column = direction * net.Hidden;
        bool isTop = layer == net.Layers - 1;
        bool fromMemory = net.Gives == RecurrentGives.Memory;
        int state = number * net.Hidden;
        ReadOnlySpan<float> first = stateInputs > 0 ? pass.Input(1)[state..] : default;
        Span<float> final =
            fromMemory ? pass.Output[state..]
            : isTop && net.Gives == RecurrentGives.LastState ? pass.Output[column..]
            : default;
        Recurrence.Forward(
            new RecurrentForward
            {
                Shape = shapes[layer],
                Batch = pass.Batch,
                IsReverse = direction == 1,
                X = layer == 0 ? pass.Input(0) : memory.Sequence(in pass, layer - 1),
                InputWeight = pass.Parameter(ParametersOfNet * number),
                HiddenWeight = pass.Parameter((ParametersOfNet * number) + 1),
                InputBias = pass.Parameter((ParametersOfNet * number) + 2),
                HiddenBias = pass.Parameter((ParametersOfNet * number) + 3),
                InitialState = first,
                InitialCell =
                    stateInputs == 0 || !shapes[layer].HasCell ? default
                    : fromMemory ? first[net.States..]
                    : pass.Input(2)[state..],
                InitialRow = fromMemory ? net.Memory : net.States,
                Lengths = lengths,
                Output =
                    !isTop ? memory.Sequence(in pass, layer)[column..]
                    : net.Gives == RecurrentGives.Sequence ? pass.Output[column..]
                    : default,
                OutputStep = net.Outputs,
                FinalState = final,
                FinalCell = fromMemory && shapes[layer].HasCell ? final[net.States..] : default,
                FinalRow = fromMemory ? net.Memory : net.Outputs,
                Gates = memory.Gates(in pass, number),
                Previous = memory.Previous(in pass, number),
                PreviousCell = memory.PreviousCell(in pass, number),
                Kept = memory.Kept(in pass, number),
                Scratch = memory.Scratch(in pass),
            },
            pass.Team
        );
    }

    private void Backward(in BackwardPass pass, int layer, int direction, ReadOnlySpan<float> lengths)
    {
        int number = (layer * net.Directions) + direction;
        int column = direction * net.Hidden;
        bool isTop = layer == net.Layers - 1;
        bool hasFinal = isTop && net.Gives == RecurrentGives.LastState;
        Recurrence.Backward(
            new RecurrentBackward
            {
                Shape = shapes[layer],
                Batch = pass.Batch,
                IsReverse = direction == 1,
                HiddenWeight = pass.Parameter((ParametersOfNet * number) + 1),
                Lengths = lengths,
                OutputGradient =
                    !isTop ? memory.SequenceGradient(in pass, layer)[column..]
                    : hasFinal ? default
                    : pass.OutputGradient[column..],
                OutputStep = net.Outputs,
                FinalGradient = hasFinal ? pass.OutputGradient[column..] : default,
                FinalRow = net.Outputs,
                Gates = memory.Gates(in pass, number),
                ProductGradient = memory.ProductGradient(in pass),
                Previous = memory.Previous(in pass, number),
                PreviousCell = memory.PreviousCell(in pass, number),
                Kept = memory.Kept(in pass, number),
                StateGradients = memory.StateGradients(in pass, number),
                Scratch = memory.Scratch(in pass),
            },
            pass.Team
        );
    }

    private void WeightGradients(in BackwardPass pass, int layer, int direction)
    {
        int number = (layer * net.Directions) + direction;
        RecurrentShape shape = shapes[layer];
        int rows = pass.Batch * time;
        ReadOnlySpan<float> x = layer == 0 ? pass.Input(0) : memory.Sequence(in pass, layer - 1);
        ReadOnlySpan<float> da = memory.Gates(in pass, number)[..(rows * shape.Width)];
        ReadOnlySpan<float> dp = shape.HasHiddenGradient ? memory.ProductGradient(in pass)[..(rows * shape.Width)] : da;
        WeightGradient(in pass, ParametersOfNet * number, x, da, shape.Inputs);
        WeightGradient(in pass, (ParametersOfNet * number) + 1, memory.Previous(in pass, number), dp, shape.Hidden);
        BiasGradient(pass.ParameterGradient((ParametersOfNet * number) + 2), da, rows, shape.Width);
        BiasGradient(pass.ParameterGradient((ParametersOfNet * number) + 3), dp, rows, shape.Width);
    }

    private void WeightGradient(in BackwardPass pass, int parameter, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, int k)
    {
        if (pass.ParameterGradient(parameter) is { IsNeeded: true } dw)
        {
            int rows = pass.Batch * time;
            Gemm.WeightGradient(x, dy, dw.Destination, memory.Scratch(in pass), rows, dy.Length / rows, k, dw.Accumulates, pass.Team);
        }
    }

    private static void BiasGradient(GradientSink sink, ReadOnlySpan<float> dy, int rows, int width)
    {
        if (!sink.IsNeeded)
        {
            return;
        }

        if (sink.Accumulates)
        {
            ColumnSums.Add(dy, rows, sink.Destination[..width]);
        }
        else
        {
            ColumnSums.Write(dy, rows, sink.Destination[..width]);
        }
    }

    private void InputGradient(in BackwardPass pass, int layer, int direction)
    {
        GradientSink sink =
            layer == 0
                ? pass.InputGradient(0)
                : new GradientSink(memory.SequenceGradient(in pass, layer - 1), accumulates: false, isNeeded: true);
        if (!sink.IsNeeded)
        {
            return;
        }

        int number = (layer * net.Directions) + direction;
        RecurrentShape shape = shapes[layer];
        Gemm.InputGradient(
            memory.Gates(in pass, number),
            pass.Parameter(ParametersOfNet * number),
            sink.Destination,
            memory.Scratch(in pass),
            pass.Batch * time,
            shape.Width,
            shape.Inputs,
            sink.Accumulates || direction > 0,
            pass.Team
        );
    }

    /// <summary>The gradient by input 1 + <paramref name="which"/>: the first states (0) or the first cell states (1) of all nets.</summary>
    private void StateGradient(in BackwardPass pass, GradientSink sink, int which)
    {
        int hidden = net.Hidden;
        for (int number = 0; number < net.Count; number++)
        {
            ReadOnlySpan<float> gradients = memory.StateGradients(in pass, number).Slice(which * pass.Batch * hidden, pass.Batch * hidden);
            for (int row = 0; row < pass.Batch; row++)
            {
                Span<float> destination = sink.Destination.Slice((row * net.States) + (number * hidden), hidden);
                new GradientSink(destination, sink.Accumulates, isNeeded: true).Write(gradients.Slice(row * hidden, hidden));
            }
        }
    }

    private void CheckLengths(ReadOnlySpan<float> lengths)
    {
        for (int i = 0; i < lengths.Length; i++)
        {
            float length = lengths[i];
            if (!(length >= 1 && length <= time && length == MathF.Floor(length)))
            {
                Throw(length, i);
            }
        }
    }

    private void Throw(float length, int sample) =>
        throw new ArgumentException(
            FormattableString.Invariant($"Layer '{name}': expected lengths of 1 to {time} whole steps, got {length} for sample {sample}.")
        );
}
