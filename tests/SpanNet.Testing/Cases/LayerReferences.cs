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
            FilterLayer filters => ConvolutionReferences.Of(filters, input),
            PoolLayer pool => PoolReferences.Of(pool, input),
            RecurrentLayer recurrent => RecurrentCases.Reference(recurrent, input),
            Activate activate => new ActivateReference(Function(activate.Function).Value, Function(activate.Function).Derivative),
            Dropout { Rate: > 0 } dropout when mode == PlanMode.Training => new DropoutReference(
                Mask(node, dropout.Rate, batch * input.Length)
            ),
            SpatialDropout { Rate: > 0 } dropout when mode == PlanMode.Training => new DropoutReference(
                SpatialMask(node, dropout.Rate, batch)
            ),
            Dropout or SpatialDropout or Flatten or Reshape or Probe => new ViewReference(),
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
            Multiply or Subtract => new JoinReference(input.Length, node.InputShapes[1].Length, node.Layer is Multiply),
            Embedding embedding => new EmbeddingReference(embedding.Size),
            PositionalEmbedding embedding => new PositionalReference(input[^1], input.Length, embedding.IsSinusoidal),
            MultiHeadAttention attention => AttentionCases.Reference(attention, node, mode, batch),
            Mean mean => new ReduceReference(Extents(input), Flags(mean.Axes, input), isMax: false),
            Max max => new ReduceReference(Extents(input), Flags(max.Axes, input), isMax: true),
            Upsample { IsBilinear: true } upsample => new BilinearReference(input[0], input[1], input[2], upsample.Factor),
            Slice or Transpose or Gather or Pad or Upsample => new PickReference(
                Extents(input),
                Extents(node.Shape),
                at => SourceOf(node.Layer, at, input)
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

    /// <summary>A number for each sample and channel, at every position.</summary>
    private static float[] SpatialMask(Node node, float rate, int batch)
    {
        Shape shape = node.Shape;
        float[] mask = Mask(node, rate, batch * shape[^1]);
        return [.. Enumerable.Range(0, batch * shape.Length).Select(i => mask[(i / shape.Length * shape[^1]) + (i % shape[^1])])];
    }

    /// <summary>Where the element at <paramref name="at"/> of the output comes from; null: it is 0.</summary>
    private static int[]? SourceOf(Layer layer, int[] at, Shape input)
    {
        int[] from = [.. at];
        switch (layer)
        {
            case Slice slice:
                from[Axis(slice.Axis, input)] += slice.Start;
                break;
            case Gather gather:
                int axis = Axis(gather.Axis, input);
                from[axis] = gather.Indices[at[axis]];
                break;
            case Transpose transpose:
                for (int i = 0; i < at.Length; i++)
                {
                    from[Axis(transpose.Order[i], input)] = at[i];
                }

                break;
            case Upsample upsample:
                from[0] /= upsample.Factor;
                from[1] /= upsample.Factor;
                break;
            case Pad padding:
                from = [.. at.Select((position, i) => position - padding.Before[i])];
                break;
        }

        return from.Select((position, i) => position >= 0 && position < input[i]).All(inside => inside) ? from : null;
    }

    private static int[] Extents(Shape shape) => shape.Extents.ToArray();

    private static bool[] Flags(IntegerList axes, Shape shape) =>
        [.. Enumerable.Range(0, shape.Rank).Select(i => axes.Items.Any(axis => Axis(axis, shape) == i))];

    private static int Axis(int axis, Shape shape) => axis < 0 ? shape.Rank + axis : axis;

    /// <summary>The activation in double.</summary>
    internal static ActivationCase Function(Activation? activation) =>
        ActivationCases.All.First(c => c.Activation.Equals(activation ?? Activation.Identity));
}
