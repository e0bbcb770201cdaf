using SpanNet.Graphs;

namespace SpanNet.Models;

/// <summary>A network that can be named instead of described.</summary>
public sealed class ZooEntry
{
    private readonly Func<Shape, int, Graph> build;

    internal ZooEntry(string name, string description, Shape input, int outputs, Func<Shape, int, Graph> build)
    {
        Name = name;
        Description = description;
        Input = input;
        Outputs = outputs;
        this.build = build;
    }

    /// <summary>The name in files and on the command line.</summary>
    public string Name { get; }

    /// <summary>What it is, in one line.</summary>
    public string Description { get; }

    /// <summary>The shape of its inputs when no data gives another.</summary>
    public Shape Input { get; }

    /// <summary>Its number of outputs when no data gives another.</summary>
    public int Outputs { get; }

    /// <summary>The network for data of this shape and this number of classes or targets; null: <see cref="Input"/>, <see cref="Outputs"/>.</summary>
    /// <exception cref="ShapeException">The shape does not fit the network, or there are no outputs.</exception>
    public Graph Build(Shape? input = null, int? outputs = null) => build(input ?? Input, outputs ?? Outputs);
}
