using System.Collections.Immutable;
using SpanNet.Configuration;
using SpanNet.Graphs;
using SpanNet.Kernels.Memory;
using SpanNet.Kernels.RandomNumbers;

namespace SpanNet.Planning;

/// <summary>
/// All parameters of a network: one contiguous block of values, one of gradients, named views into them. Parameters that weight
/// decay applies to come first, so that an optimizer's sweep is two ranges of one span; values that are not trained come last.
/// </summary>
public sealed class ParameterStore : IDisposable
{
    private readonly AlignedBuffer values;
    private readonly Dictionary<(Node Node, string Name), Parameter> byNode = [];
    private readonly bool isShared;
    private AlignedBuffer? gradients;

    /// <summary>Room for the parameters of <paramref name="graph"/>, all 0; see <see cref="Initialize"/>.</summary>
    public ParameterStore(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        Graph = graph;
        var specs = graph
            .Nodes.SelectMany(node => node.OwnParameters.Select(spec => (node, spec)))
            .OrderByDescending(entry => entry.spec.IsTrained)
            .ThenByDescending(entry => entry.spec.Decays);

        var parameters = ImmutableArray.CreateBuilder<Parameter>();
        int offset = 0;
        foreach ((Node node, ParameterSpec spec) in specs)
        {
            int length = AlignedBuffer.Pad(spec.Layout.StoredLength(spec.Shape));
            var parameter = new Parameter($"{node.Name}.{spec.Name}", spec, new Slice(offset, length));
            parameters.Add(parameter);
            byNode.Add((node, spec.Name), parameter);
            offset = checked(offset + length);
            if (spec.IsTrained)
            {
                TrainedLength = offset;
                DecayedLength = spec.Decays ? offset : DecayedLength;
                Count += spec.Shape.Length;
            }
        }

        Parameters = parameters.ToImmutable();
        values = new AlignedBuffer(offset);
    }

    private ParameterStore(Graph graph, ParameterStore owner)
    {
        Graph = graph;
        Parameters = owner.Parameters;
        Count = owner.Count;
        DecayedLength = owner.DecayedLength;
        TrainedLength = owner.TrainedLength;
        values = owner.values;
        isShared = true;
        foreach (Node node in graph.Nodes)
        {
            foreach (ParameterSpec spec in node.Layer?.Parameters(node.InputShapes.AsSpan()) ?? [])
            {
                string name = $"{node.Name}.{spec.Name}";
                byNode[(node, spec.Name)] =
                    owner.Parameters.FirstOrDefault(parameter => parameter.Name == name && parameter.Spec.Shape == spec.Shape)
                    ?? throw new ArgumentException($"There is no parameter '{name}' {spec.Shape} to share.", nameof(graph));
            }
        }
    }

    /// <summary>The network.</summary>
    public Graph Graph { get; }

    /// <summary>All parameters: decayed ones first, those that are not trained last, else in the order of the graph.</summary>
    public ImmutableArray<Parameter> Parameters { get; }

    /// <summary>Number of trainable numbers, padding not counted.</summary>
    public long Count { get; }

    /// <summary>The first so many floats of <see cref="Values"/> are subject to weight decay.</summary>
    public int DecayedLength { get; }

    /// <summary>The first so many floats of <see cref="Values"/> have gradients; the rest is written by operators.</summary>
    public int TrainedLength { get; }

    /// <summary>The values of all parameters, padding (0) included.</summary>
    public Span<float> Values => values.Span;

    /// <summary>The owner of <see cref="Values"/>.</summary>
    internal AlignedBuffer ValuesBuffer => values;

    /// <summary>The gradients of the trained parameters, laid out as <see cref="Values"/>; made on first use.</summary>
    public Span<float> Gradients => (gradients ??= new AlignedBuffer(TrainedLength)).Span;

    /// <summary>Fills every parameter from its initializer: a function of the seed and the parameter's name.</summary>
    public void Initialize(ulong seed)
    {
        foreach (Parameter parameter in Parameters)
        {
            float[] canonical = new float[parameter.Spec.Shape.Length];
            parameter.Spec.Initializer.Fill(canonical, parameter.Spec.Fans, RandomStream.For(seed, parameter.Name));
            Import(parameter, canonical);
        }
    }

    /// <summary>Sets a parameter from its canonical layout.</summary>
    /// <exception cref="ArgumentException">The length is not that of the parameter's shape.</exception>
    public void Import(Parameter parameter, ReadOnlySpan<float> canonical)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        CheckLength(parameter, canonical.Length);
        parameter.Spec.Layout.Store(canonical, values[parameter.Slice], parameter.Spec.Shape);
    }

    /// <summary>Reads a parameter in its canonical layout.</summary>
    /// <exception cref="ArgumentException">The length is not that of the parameter's shape.</exception>
    public void Export(Parameter parameter, Span<float> canonical)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        CheckLength(parameter, canonical.Length);
        parameter.Spec.Layout.Restore(values[parameter.Slice], canonical, parameter.Spec.Shape);
    }

    /// <summary>Reads a parameter's gradient in the canonical layout.</summary>
    /// <exception cref="ArgumentException">The length is not that of the parameter's shape, or the parameter is not trained.</exception>
    public void ExportGradient(Parameter parameter, Span<float> canonical)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        CheckLength(parameter, canonical.Length);
        if (!parameter.Spec.IsTrained)
        {
            throw new ArgumentException($"Parameter '{parameter.Name}' is not trained: it has no gradient.", nameof(parameter));
        }

        parameter.Spec.Layout.Restore(Gradients.Slice(parameter.Slice.Offset, parameter.Slice.Length), canonical, parameter.Spec.Shape);
    }

    /// <summary>The names of all parameters that some names mean.</summary>
    /// <param name="names">
    /// Names of layers (all their parameters; a shared layer by any of its places), of parameters (<c>dense.weight</c>), or the beginning of
    /// such names and a star (<c>encoder*</c>).
    /// </param>
    /// <exception cref="ArgumentException">A name means no parameter; the message suggests the nearest.</exception>
    public IReadOnlySet<string> Matching(IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (string name in names)
        {
            bool IsMeant(string candidate) =>
                name.EndsWith('*') ? candidate.StartsWith(name[..^1], StringComparison.Ordinal) : candidate == name;
            HashSet<string> layers = [.. Graph.Nodes.Where(node => IsMeant(node.Name)).Select(node => node.Owner.Name)];
            string[] meant =
            [
                .. Parameters
                    .Where(parameter => IsMeant(parameter.Name) || layers.Contains(parameter.Layer))
                    .Select(parameter => parameter.Name),
            ];
            if (meant.Length == 0)
            {
                var known = Parameters
                    .Select(parameter => parameter.Layer)
                    .Distinct()
                    .Concat(Parameters.Select(parameter => parameter.Name));
                throw new ArgumentException(
                    $"No layer with parameters and no parameter is called '{name}'; {Spelling.Suggest(name, known)}"
                );
            }

            found.UnionWith(meant);
        }

        return found;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!isShared)
        {
            values.Dispose();
        }

        gradients?.Dispose();
    }

    /// <summary>The same values for another network that has parameters of these names and shapes; must not outlive this store.</summary>
    /// <exception cref="ArgumentException">It has others.</exception>
    internal ParameterStore For(Graph graph) => new(graph, this);

    internal Parameter Find(Node node, string name) => byNode[(node.Owner, name)];

    private static void CheckLength(Parameter parameter, int length)
    {
        if (length != parameter.Spec.Shape.Length)
        {
            throw new ArgumentException(
                $"Parameter '{parameter.Name}' {parameter.Spec.Shape}: expected {parameter.Spec.Shape.Length} floats, got {length}."
            );
        }
    }
}
