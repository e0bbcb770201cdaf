using SpanNet.Graphs;
using SpanNet.Kernels.Activations;
using SpanNet.Layers;
using SpanNet.Planning;
using SpanNet.Testing;

namespace SpanNet.Tests.Planning;

public sealed class ParameterStoreTests
{
    private static Graph Network => Graph.Sequential(new Shape(5), new Dense(17, Activation.ReLU), new Dense(3));

    [Fact]
    public void DecayedParametersComeFirstAndSlicesDoNotOverlap()
    {
        using var store = new ParameterStore(Network);

        Assert.Equal(["dense.weight", "dense2.weight", "dense.bias", "dense2.bias"], store.Parameters.Select(p => p.Name));
        Assert.Equal((5 * 17) + (17 * 3) + 17 + 3, store.Count);
        Assert.Equal(store.Parameters[1].Slice.End, store.DecayedLength);
        Assert.All(store.Parameters.Zip(store.Parameters.Skip(1)), pair => Assert.Equal(pair.First.Slice.End, pair.Second.Slice.Offset));
    }

    [Fact]
    public void WhatIsImportedIsExportedAndPaddingStaysZero()
    {
        using var store = new ParameterStore(Network);
        foreach (Parameter parameter in store.Parameters)
        {
            float[] values = RandomFloats.Of(parameter.Spec.Shape.Length, seed: 1);
            store.Import(parameter, values);
            float[] read = new float[values.Length];
            store.Export(parameter, read);

            Assert.Equal(values, read);
            float[] stored = store.Values.Slice(parameter.Slice.Offset, parameter.Slice.Length).ToArray();
            Assert.Equal(values.Order(), stored.Where(value => value != 0).Order());
        }
    }

    [Fact]
    public void FirstWeightsDependOnTheSeedAndTheParameterNameOnly()
    {
        using var store = new ParameterStore(Network);
        using var longer = new ParameterStore(
            Graph.Sequential(new Shape(5), new Dense(17, Activation.ReLU), new Dense(3), new Dense(2) { Name = "more" })
        );
        store.Initialize(4);
        longer.Initialize(4);
        foreach (Parameter parameter in store.Parameters)
        {
            float[] a = new float[parameter.Spec.Shape.Length];
            float[] b = new float[a.Length];
            store.Export(parameter, a);
            longer.Export(longer.Parameters.Single(p => p.Name == parameter.Name), b);
            Assert.Equal(a, b);
        }

        float[] before = store.Values.ToArray();
        store.Initialize(5);
        Assert.NotEqual(before, store.Values.ToArray());
    }

    [Fact]
    public void WrongLengthsAreNamed()
    {
        using var store = new ParameterStore(Network);

        var exception = Assert.Throws<ArgumentException>(() => store.Import(store.Parameters[0], new float[84]));

        Assert.Equal("Parameter 'dense.weight' [17, 5]: expected 85 floats, got 84.", exception.Message);
        Assert.Throws<ArgumentException>(() => store.Export(store.Parameters[0], new float[86]));
        Assert.Throws<ArgumentException>(() => store.ExportGradient(store.Parameters[0], new float[86]));
    }
}
