using SpanNet.Graphs;

namespace SpanNet.Testing.Cases;

/// <summary>A layer with inputs that it takes.</summary>
/// <param name="Name">Unique name of the case.</param>
/// <param name="Layer">The layer.</param>
/// <param name="Inputs">Shapes of its inputs.</param>
public sealed record LayerCase(string Name, Layer Layer, params Shape[] Inputs)
{
    /// <summary>True when a row of the output depends on the row's position in the batch: a random mask.</summary>
    public bool IsRandom => Layer is Layers.Dropout { Rate: > 0 } or Layers.SpatialDropout { Rate: > 0 };

    /// <summary>True when a row of the output depends on the other rows of the batch: statistics of the batch.</summary>
    public bool MixesRows => Layer is Layers.BatchNorm;

    /// <summary>Up to which batch it is tried: images and sequences are too large for many.</summary>
    public int LargestBatch => Layer is Layers.FilterLayer or Layers.PoolLayer or Layers.RecurrentLayer ? 9 : 33;

    /// <summary>The graph input → <see cref="Probe"/> → layer → output; the probes, one per input, hold a batch of <paramref name="batch"/>.</summary>
    public (Graph Graph, Probe[] Probes) Network(int batch, LayerForm form = LayerForm.Alone)
    {
        var builder = new GraphBuilder();
        Shape[] shapes = form == LayerForm.Self ? [Inputs[0]] : Inputs;
        Probe[] probes = [.. shapes.Select(shape => new Probe(new float[batch * shape.Length]))];
        Node[] x = [.. shapes.Select((shape, i) => builder.Add(probes[i], builder.Input(shape)))];
        x = form == LayerForm.Self ? [.. Inputs.Select(_ => x[0])] : x;
        Node y = builder.Add(Layer, x);
        return (
            form switch
            {
                LayerForm.Twice => builder.Build(
                    builder.Add(new Layers.Activate(Kernels.Activations.Activation.Tanh), builder.Add(Layer, x)),
                    y
                ),
                LayerForm.Shared => builder.Build(
                    builder.Add(new Layers.Activate(Kernels.Activations.Activation.Tanh), builder.Share(y, x)),
                    y
                ),
                LayerForm.Residual => builder.Build(builder.Add(new Layers.Sum(), x[0], y)),
                _ => builder.Build(y),
            },
            probes
        );
    }

    /// <summary>The forms that the layer can take.</summary>
    public IEnumerable<LayerForm> Forms()
    {
        yield return LayerForm.Alone;
        if (!Layer.IsIdentity(PlanMode.Training))
        {
            yield return LayerForm.Twice;
        }

        if (Layer.Parameters(Inputs).Any(parameter => parameter.IsTrained))
        {
            yield return LayerForm.Shared;
        }

        if (Layer.Infer(Inputs) == Inputs[0])
        {
            yield return LayerForm.Residual;
        }

        if (Inputs.Length > 1 && Inputs.All(shape => shape == Inputs[0]))
        {
            yield return LayerForm.Self;
        }
    }

    public override string ToString() => Name;
}
