using SpanNet.Data;
using SpanNet.Graphs;
using SpanNet.Kernels.Activations;
using SpanNet.Layers;
using SpanNet.Testing;

namespace SpanNet.Tests.Training;

/// <summary>Small data sets to train on, the same in every run.</summary>
internal static class Problems
{
    /// <summary>Three clouds of points in the plane that lines separate.</summary>
    public static ArrayDataset Clouds(int samples, int seed = 1)
    {
        float[] inputs = RandomFloats.Of(2 * samples, seed);
        int[] labels = [.. Enumerable.Range(0, samples).Select(i => i % 3)];
        for (int i = 0; i < samples; i++)
        {
            inputs[2 * i] += 2.5f * MathF.Cos(2.1f * labels[i]);
            inputs[(2 * i) + 1] += 2.5f * MathF.Sin(2.1f * labels[i]);
        }

        return ArrayDataset.Classification(inputs, labels, [2], name: "clouds");
    }

    /// <summary>The clouds with every label wrong: what is learned on <see cref="Clouds"/> makes it worse here.</summary>
    public static ArrayDataset WrongClouds(int samples)
    {
        float[] inputs = new float[2 * samples];
        float[] target = new float[1];
        int[] labels = new int[samples];
        ArrayDataset clouds = Clouds(samples);
        for (int i = 0; i < samples; i++)
        {
            clouds.Read(i, inputs.AsSpan(2 * i, 2), target);
            labels[i] = ((int)target[0] + 1) % 3;
        }

        return ArrayDataset.Classification(inputs, labels, [2], name: "wrong clouds");
    }

    /// <summary>y = sin 2a + a·b on a square.</summary>
    public static ArrayDataset Surface(int samples)
    {
        float[] inputs = RandomFloats.Of(2 * samples, seed: 6);
        float[] targets =
        [
            .. Enumerable.Range(0, samples).Select(i => MathF.Sin(2 * inputs[2 * i]) + (inputs[2 * i] * inputs[(2 * i) + 1])),
        ];
        return ArrayDataset.Regression(inputs, targets, [2], name: "surface");
    }

    /// <summary>Exclusive or.</summary>
    public static ArrayDataset Xor() =>
        ArrayDataset.Classification(new float[] { 0, 0, 0, 1, 1, 0, 1, 1 }, new[] { 0, 1, 1, 0 }, [2], name: "xor");

    /// <summary>inputs → hidden, tanh → outputs.</summary>
    public static Graph Network(int inputs, int hidden, int outputs) =>
        Graph.Sequential(new Shape([inputs]), new Dense(hidden, Activation.Tanh), new Dense(outputs));

    /// <summary>A network with dropout for the digits, large enough that products are split.</summary>
    public static Graph DigitsNetwork() =>
        Graph.Sequential(
            new Shape(8, 8, 1),
            new Flatten(),
            new Dense(256),
            new Activate(Activation.Gelu),
            new Dropout(0.2f),
            new Dense(10)
        );
}
