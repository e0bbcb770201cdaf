using SpanNet.Data;
using SpanNet.Graphs;
using SpanNet.Inference;
using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Threading;
using SpanNet.Layers;
using SpanNet.Models;
using SpanNet.Reference.Layers;
using SpanNet.Testing;
using SpanNet.Tests.Layers;

namespace SpanNet.Tests.Inference;

public sealed class InferenceSessionTests : IDisposable
{
    private const int Rows = 9;

    private readonly Model model = new(
        Graph.Sequential(new Shape(2, 3), new Flatten(), new Dense(7, Activation.Mish), new Dropout(0.5f), new Dense(4)),
        seed: 1
    );

    private readonly float[] inputs = RandomFloats.Of(Rows * 6, seed: 3);

    public void Dispose() => model.Dispose();

    [Fact]
    public void ARowGivesTheSameBitsInEveryBatchSessionAndTeam()
    {
        using var one = new InferenceSession(model);
        float[] expected = new float[Rows * 4];
        for (int row = 0; row < Rows; row++)
        {
            one.Run(inputs.AsSpan(row * 6, 6), expected.AsSpan(row * 4, 4));
        }

        using var team = new ThreadTeam(3);
        using var many = new InferenceSession(model, 20, team);
        for (int rows = 1; rows <= Rows; rows++)
        {
            float[] actual = new float[rows * 4];
            many.Run(inputs.AsSpan(0, rows * 6), actual);
            Assert.Equal(expected[..(rows * 4)], actual);
        }
    }

    [Fact]
    public void ProbabilitiesAreTheSoftmaxOfTheOutputs()
    {
        using var session = new InferenceSession(model, Rows);
        float[] outputs = new float[Rows * 4];
        float[] probabilities = new float[Rows * 4];
        session.Run(inputs, outputs);
        session.Classify(inputs, probabilities);

        Close.All("p", new SoftmaxReference(4, false).Forward(Rows, [NetworkRun.Wide(outputs)], []), probabilities, 1e-6);
    }

    [Fact]
    public void TheModelsScalingIsAppliedAndTheCallersInputsStayAsTheyAre()
    {
        using var session = new InferenceSession(model, Rows);
        Dataset data = ArrayDataset.Regression(inputs, new float[Rows], [6]);
        Scaling scaling = Scaling.Standardize(data);
        float[] scaled = [.. inputs];
        scaling.Apply(scaled);
        float[] expected = new float[Rows * 4];
        session.Run(scaled, expected);

        model.Scaling = scaling;
        float[] actual = new float[Rows * 4];
        float[] raw = [.. inputs];
        session.Run(raw, actual);

        Assert.Equal(expected, actual);
        Assert.Equal(inputs, raw);
    }

    [Fact]
    public void SessionsShareAModelOnManyThreads()
    {
        float[] expected = new float[Rows * 4];
        using (var session = new InferenceSession(model, Rows))
        {
            session.Run(inputs, expected);
        }

        Parallel.For(
            0,
            16,
            _ =>
            {
                using var session = new InferenceSession(model, Rows);
                float[] actual = new float[Rows * 4];
                session.Run(inputs, actual);
                Assert.Equal(expected, actual);
            }
        );
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(6, 8)]
    [InlineData(7, 4)]
    [InlineData(12, 4)]
    [InlineData(60, 40)]
    public void WrongLengthsAreRefused(int inputFloats, int outputFloats)
    {
        using var session = new InferenceSession(model, Rows);

        var exception = Assert.Throws<ArgumentException>(() => session.Run(new float[inputFloats], new float[outputFloats]));

        Assert.Equal(
            $"A call takes 1 to 9 rows of 6 inputs and 4 outputs, got {inputFloats} and {outputFloats} floats.",
            exception.Message
        );
    }
}
