using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Recurrent;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Tests.Recurrent;

/// <summary>Everything that a forward and a backward pass read and write, with random numbers in it.</summary>
internal sealed class RecurrentRun
{
    private readonly RecurrentShape shape;
    private readonly int batch;
    private readonly bool isReverse;
    private readonly float[] x;
    private readonly float[] inputWeight;
    private readonly float[] hiddenWeight;
    private readonly float[] inputBias;
    private readonly float[] hiddenBias;
    private readonly float[] initial;
    private readonly float[] lengths;
    private readonly float[] upstream;

    public RecurrentRun(RecurrentShape shape, int batch, bool isReverse = false)
    {
        this.shape = shape;
        this.batch = batch;
        this.isReverse = isReverse;
        x = Samples.Normal(batch * shape.Time * shape.Inputs, 1);
        inputWeight = Weights(shape.Inputs, 2);
        hiddenWeight = Weights(shape.Hidden, 3);
        inputBias = Padded(4);
        hiddenBias = Padded(5);
        initial = Samples.Normal(batch * shape.Hidden, 6);
        lengths = [.. Enumerable.Range(0, batch).Select(i => 1f + (i % shape.Time))];
        upstream = Samples.Normal(batch * shape.Time * shape.Hidden, 7);
        int rows = batch * shape.Time;
        Output = new float[rows * shape.Hidden];
        Final = new float[batch * shape.Hidden];
        Gates = new float[rows * shape.Width];
        Previous = new float[rows * shape.Hidden];
        PreviousCell = new float[rows * shape.Hidden];
        Kept = new float[rows * shape.Kept];
        ProductGradient = new float[rows * shape.Width];
        StateGradients = new float[batch * shape.BackwardScratch];
    }

    public float[] Output { get; }

    public float[] Final { get; }

    private float[] Gates { get; }

    private float[] Previous { get; }

    private float[] PreviousCell { get; }

    private float[] Kept { get; }

    private float[] ProductGradient { get; }

    private float[] StateGradients { get; }

    /// <summary>All that was written.</summary>
    public float[] Everything => [.. Output, .. Final, .. Gates, .. ProductGradient, .. StateGradients];

    public RecurrentForward Forward(bool keeps = true) =>
        new()
        {
            Shape = shape,
            Batch = batch,
            IsReverse = isReverse,
            X = x,
            InputWeight = inputWeight,
            HiddenWeight = hiddenWeight,
            InputBias = inputBias,
            HiddenBias = hiddenBias,
            InitialState = initial,
            InitialCell = initial,
            InitialRow = shape.Hidden,
            Lengths = lengths,
            Output = Output,
            OutputStep = shape.Hidden,
            FinalState = Final,
            FinalRow = shape.Hidden,
            Gates = Gates,
            Previous = keeps ? Previous : default(Span<float>),
            PreviousCell = PreviousCell,
            Kept = Kept,
            Scratch = new float[batch * shape.ForwardScratch],
        };

    public RecurrentBackward Backward() =>
        new()
        {
            Shape = shape,
            Batch = batch,
            IsReverse = isReverse,
            HiddenWeight = hiddenWeight,
            Lengths = lengths,
            OutputGradient = upstream,
            OutputStep = shape.Hidden,
            Gates = Gates,
            ProductGradient = ProductGradient,
            Previous = Previous,
            PreviousCell = PreviousCell,
            Kept = Kept,
            StateGradients = StateGradients,
            Scratch = new float[shape.ProductScratch(batch)],
        };

    public void Run(ThreadTeam team)
    {
        Recurrence.Forward(Forward(), team);
        Recurrence.Backward(Backward(), team);
    }

    private float[] Weights(int rows, int seed)
    {
        float[] panels = new float[Panels.Length(rows, shape.Width)];
        Panels.PackTransposed(Samples.Normal(rows * shape.Width, seed), panels, rows, shape.Width);
        return panels;
    }

    private float[] Padded(int seed)
    {
        float[] bias = new float[Panels.Length(1, shape.Width)];
        Samples.Normal(shape.Width, seed).CopyTo(bias, 0);
        return bias;
    }
}
