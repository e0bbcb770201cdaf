using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Recurrent;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Tests.Recurrent;

/// <summary>Sequences: the same bits at every width, on any number of threads, in every batch. The formulas are checked by the layers' reference.</summary>
public class RecurrenceTests
{
    [Theory]
    [InlineData(RecurrentKind.Tanh)]
    [InlineData(RecurrentKind.ReLU)]
    [InlineData(RecurrentKind.Gru)]
    [InlineData(RecurrentKind.Lstm)]
    public void Every_width_gives_the_same_bits(RecurrentKind kind)
    {
        foreach (int hidden in new[] { 1, 5, 16, 37 })
        {
            float[]? expected = null;
            foreach (int lanes in Widths.All)
            {
                var run = new RecurrentRun(new RecurrentShape(kind, 3, hidden, 4), 3, isReverse: hidden == 5);
                float[] all = kind switch
                {
                    RecurrentKind.Tanh => At<ElmanCell<Tanh>>(run, lanes),
                    RecurrentKind.ReLU => At<ElmanCell<ReLU>>(run, lanes),
                    RecurrentKind.Gru => At<GruCell>(run, lanes),
                    _ => At<LstmCell>(run, lanes),
                };
                expected ??= all;
                Widths.AssertSameBits(expected, all, $"{kind} of {hidden}, {lanes} lanes");
            }
        }
    }

    [Theory]
    [InlineData(RecurrentKind.Gru)]
    [InlineData(RecurrentKind.Lstm)]
    public void Any_number_of_threads_gives_the_same_bits(RecurrentKind kind)
    {
        var shape = new RecurrentShape(kind, 7, 33, 30);
        float[]? expected = null;
        for (int threads = 1; threads <= 4; threads++)
        {
            using var team = new ThreadTeam(threads);
            var run = new RecurrentRun(shape, 41);
            run.Run(team);
            expected ??= run.Everything;
            Widths.AssertSameBits(expected, run.Everything, $"{kind}, {threads} threads");
            Assert.True(threads < 4 || Recurrence.Parts(in shape, 41, team) == 4, "The work was not cut.");
        }
    }

    [Theory]
    [InlineData(RecurrentKind.Gru)]
    [InlineData(RecurrentKind.Lstm)]
    public void A_pass_that_keeps_nothing_gives_the_same_states(RecurrentKind kind)
    {
        var shape = new RecurrentShape(kind, 4, 18, 6);
        var keeps = new RecurrentRun(shape, 75);
        var keepsNot = new RecurrentRun(shape, 75);
        Recurrence.Forward(keeps.Forward(), ThreadTeam.Single);
        Recurrence.Forward(keepsNot.Forward(keeps: false), ThreadTeam.Single);
        Widths.AssertSameBits(keeps.Output, keepsNot.Output, "outputs");
        Widths.AssertSameBits(keeps.Final, keepsNot.Final, "last states");
    }

    [Fact]
    public void Spans_that_are_too_short_are_named()
    {
        var run = new RecurrentRun(new RecurrentShape(RecurrentKind.Gru, 3, 4, 5), 2);
        ArgumentException forward = Assert.Throws<ArgumentException>(() =>
        {
            RecurrentForward pass = run.Forward();
            Recurrence.Forward(
                new RecurrentForward
                {
                    Shape = pass.Shape,
                    Batch = 3,
                    X = pass.X,
                    InputWeight = pass.InputWeight,
                    HiddenWeight = pass.HiddenWeight,
                    InputBias = pass.InputBias,
                    HiddenBias = pass.HiddenBias,
                    Gates = pass.Gates,
                    Scratch = pass.Scratch,
                },
                ThreadTeam.Single
            );
        });
        Assert.Equal("x [batch, time, inputs]: expected at least 45 floats, got 30.", forward.Message);
    }

    private static float[] At<TCell>(RecurrentRun run, int lanes)
        where TCell : struct, ICell
    {
        var forward = new ForwardJob<TCell> { Pass = run.Forward(), Rows = run.Forward().Batch };
        Widths.Run(ref forward, lanes);
        RecurrentBackward pass = run.Backward();
        new PanelSource
        {
            Rows = pass.Shape.Width,
            Columns = pass.Shape.Hidden,
            Matrix = pass.HiddenWeight,
            Turns = true,
            Target = pass.Scratch,
        }.Run(ThreadTeam.Single);
        var backward = new BackwardBlock<TCell> { Pass = pass, Rows = pass.Batch };
        Widths.Run(ref backward, lanes);
        return run.Everything;
    }
}
