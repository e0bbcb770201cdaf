using SpanNet.Graphs;
using SpanNet.Kernels.Activations;
using SpanNet.Kernels.RandomNumbers;
using SpanNet.Layers;
using SpanNet.Reference.Layers;

namespace SpanNet.Testing.Cases;

/// <summary>What every layer should compute, in double.</summary>
public static class LayerReferences
{
    /// <summary>The reference of the layer at <paramref name="node"/>; dropout with the mask of <see cref="NetworkRun.Step"/>.</summary>
    public static ReferenceLayer Of(Node node, PlanMode mode, int batch)
    {
        Shape input = node.InputShapes[0];
        return node.Layer switch
        {
            Dense dense => new DenseReference(
                dense.Outputs,
                input[^1],
                Function(dense.Activation).Value,
                Function(dense.Activation).Derivative
            ),
            Activate activate => new ActivateReference(Function(activate.Function).Value, Function(activate.Function).Derivative),
            Dropout { Rate: > 0 } dropout when mode == PlanMode.Training => new DropoutReference(
                Mask(node, dropout.Rate, batch * input.Length)
            ),
            Dropout or Flatten or Reshape or Probe => new ViewReference(),
            Sum => new SumReference(),
            Concat concat => new ConcatReference(
                concat.Axis < 0 ? input.Rank + concat.Axis : concat.Axis,
                [.. node.InputShapes.Select(shape => shape.Extents.ToArray())]
            ),
            Softmax softmax => new SoftmaxReference(input[^1], softmax.IsLogarithmic),
            BatchNorm norm => new FusedReference(
                mode == PlanMode.Training
                    ? new NormalizationReference(input[^1], i => i % input[^1], norm.Epsilon)
                    : new RunningNormReference(input[^1], norm.Epsilon),
                Function(norm.Activation).Value,
                Function(norm.Activation).Derivative
            ),
            LayerNorm norm => new NormalizationReference(input[^1], i => i / input[^1], norm.Epsilon),
            RmsNorm norm => new NormalizationReference(input[^1], i => i / input[^1], norm.Epsilon, isCentered: false),
            GroupNorm norm => new NormalizationReference(
                input[^1],
                i => (i / input.Length * norm.Groups) + (i % input[^1] / (input[^1] / norm.Groups)),
                norm.Epsilon
            ),
            _ => throw new NotSupportedException($"No reference for layer '{node.Layer?.Kind}'."),
        };
    }

    /// <summary>The dropout mask of a node in step <see cref="NetworkRun.Step"/>.</summary>
    public static float[] Mask(Node node, float rate, int length)
    {
        float[] mask = new float[length];
        RandomStream
            .For(NetworkRun.Seed, "operator", (ulong)node.Index)
            .Derive((ulong)NetworkRun.Step)
            .Keep(mask, 1f - rate, 1f / (1f - rate));
        return mask;
    }

    private static ActivationCase Function(Activation? activation) =>
        ActivationCases.All.First(c => c.Activation.Equals(activation ?? Activation.Identity));
}
