using SpanNet.Graphs;
using SpanNet.Inference;
using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Threading;
using SpanNet.Layers;
using SpanNet.Models;
using SpanNet.Testing;

namespace SpanNet.Tests.Inference;

[Collection(NonParallelCollection.Name)]
public sealed class RecurrentSessionTests
{
    private const int Time = 6;
    private const int Streams = 3;

    public static TheoryData<string, Layer[]> Networks =>
        new()
        {
            { "rnn", [new Rnn(5), new Dense(2)] },
            { "gru", [new Gru(19), new LayerNorm(), new Dense(2, Activation.Tanh)] },
            { "lstm", [new Lstm(16), new Dropout(0.5f), new Softmax()] },
            { "stacked", [new Dense(6), new Lstm(7) { Layers = 2 }, new Gru(4) { Layers = 3 }, new Dense(2)] },
        };

    [Theory]
    [MemberData(nameof(Networks))]
    public void StepsGiveTheBitsOfTheWholeSequence(string name, Layer[] layers)
    {
        using var model = new Model(Graph.Sequential(new Shape(Time, 4), layers), seed: 1);
        using var whole = new InferenceSession(model, Streams, ThreadTeam.Single);
        using var session = new RecurrentSession(model, Streams, ThreadTeam.Single);
        float[] x = RandomFloats.Of(Streams * Time * 4, seed: 2);
        float[] expected = new float[Streams * whole.OutputLength];
        whole.Run(x, expected);

        float[] actual = new float[expected.Length];
        float[] y = new float[Streams * session.OutputLength];
        for (int t = 0; t < Time; t++)
        {
            float[] step = [.. Enumerable.Range(0, Streams).SelectMany(s => x[(((s * Time) + t) * 4)..(((s * Time) + t + 1) * 4)])];
            session.Step(step, y);
            for (int s = 0; s < Streams; s++)
            {
                y.AsSpan(s * session.OutputLength, session.OutputLength).CopyTo(actual.AsSpan(((s * Time) + t) * session.OutputLength));
            }
        }

        Assert.True(expected.SequenceEqual(actual), name);
    }

    [Fact]
    public void TheLastStepGivesWhatTheLastStateGives()
    {
        using var model = new Model(ZooCatalog.Get("lstm").Build(), seed: 1);
        using var whole = new InferenceSession(model);
        using var session = new RecurrentSession(model);
        float[] x = RandomFloats.Of(50 * 16, seed: 2);
        float[] expected = new float[1];
        whole.Run(x, expected);
        float[] actual = new float[1];
        for (int t = 0; t < 50; t++)
        {
            session.Step(x.AsSpan(t * 16, 16), actual);
        }

        Assert.Equal(128, session.StateLength);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void AStateCanBeKeptAndRestored()
    {
        using var model = new Model(Graph.Sequential(new Shape(3, 2), new Gru(5), new Lstm(3)), seed: 1);
        using var session = new RecurrentSession(model);
        float[] y = new float[3];
        session.Step([1, 2], y);
        float[] first = [.. y];
        float[] kept = session.State.ToArray();
        session.Step([3, 4], y);
        float[] expected = [.. y];
        session.Step([5, 6], y);
        Assert.NotEqual(expected, y);

        kept.CopyTo(session.State);
        session.Step([3, 4], y);
        Assert.Equal(expected, y);

        session.Reset();
        session.Step([1, 2], y);
        Assert.Equal(first, y);
        Assert.Equal(5 + 6, session.StateLength);
    }

    [Fact]
    public void AStepAllocatesNothing()
    {
        using var model = new Model(Graph.Sequential(new Shape(9, 4), new Gru(6) { Layers = 2 }, new Lstm(5), new Dense(2)), seed: 1);
        using var session = new RecurrentSession(model, 2);
        float[] x = RandomFloats.Of(8, seed: 2);
        float[] y = new float[4];
        Assert.Equal(Allocations.None, AllocationGauge.OfProcess(() => session.Step(x, y), calls: 50));
    }

    [Fact]
    public void WhatNeedsTheWholeSequenceIsNamed()
    {
        static string Message(params Layer[] layers)
        {
            using var model = new Model(Graph.Sequential(new Shape(8, 4), layers), seed: 1);
            return Assert.Throws<ArgumentException>(() => new RecurrentSession(model)).Message;
        }

        Assert.Contains(
            "'gru' cannot run step by step: a direction of it begins",
            Message(new Gru(3) { IsBidirectional = true }),
            StringComparison.Ordinal
        );
        Assert.Contains("'mean' cannot run step by step", Message(new Gru(3), new Mean([0])), StringComparison.Ordinal);
        Assert.Contains("'conv1d' cannot run step by step", Message(new Conv1D(3, 3), new Gru(3)), StringComparison.Ordinal);
        Assert.Contains("no recurrent layer", Message(new Dense(3)), StringComparison.Ordinal);
    }

    [Fact]
    public void WrongLengthsAreNamed()
    {
        using var model = new Model(Graph.Sequential(new Shape(3, 2), new Gru(5)), seed: 1);
        using var session = new RecurrentSession(model);
        ArgumentException exception = Assert.Throws<ArgumentException>(() => session.Step([1, 2, 3, 4], new float[10]));
        Assert.Equal("A step takes 1 to 1 streams of 2 inputs and 5 outputs, got 4 and 10 floats.", exception.Message);
    }
}
