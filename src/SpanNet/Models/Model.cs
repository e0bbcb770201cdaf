using SpanNet.Data;
using SpanNet.Graphs;
using SpanNet.Planning;

namespace SpanNet.Models;

/// <summary>A network with its parameters and all that is needed to use it on new data: what a model file holds.</summary>
public sealed class Model : IDisposable
{
    /// <summary>A model of <paramref name="graph"/> with all parameters 0.</summary>
    public Model(Graph graph) => Parameters = new ParameterStore(graph);

    /// <summary>A model of <paramref name="graph"/> with first weights that are a function of <paramref name="seed"/>.</summary>
    public Model(Graph graph, ulong seed)
        : this(graph) => Parameters.Initialize(seed);

    /// <summary>The network.</summary>
    public Graph Graph => Parameters.Graph;

    /// <summary>Its parameters.</summary>
    public ParameterStore Parameters { get; }

    /// <summary>What is done to inputs before the network sees them.</summary>
    public Scaling Scaling { get; set; } = Scaling.Identity;

    /// <summary>The classes in the order of the outputs, or null for regression.</summary>
    public IReadOnlyList<string>? ClassNames { get; set; }

    /// <summary>How rows of a table become inputs, or null when the inputs are no such rows.</summary>
    public TableEncoding? Table { get; set; }

    /// <summary>How pictures are made to look like the training data, or null when the inputs are no such pictures.</summary>
    public ImageFitting? Fitting { get; set; }

    /// <summary>The characters that its inputs and outputs stand for, or null when they are none.</summary>
    public Vocabulary? Vocabulary { get; set; }

    /// <summary>How the parameters came about, or null when nobody wrote it down.</summary>
    public RunRecord? Run { get; set; }

    /// <inheritdoc/>
    public void Dispose() => Parameters.Dispose();
}
