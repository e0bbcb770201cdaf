using System.Collections.Immutable;
using SpanNet.Configuration;
using SpanNet.Graphs;
using SpanNet.Initializers;
using SpanNet.Kernels.Recurrent;
using SpanNet.Operators;

namespace SpanNet.Layers;

/// <summary>
/// A recurrent net over sequences [time, features]. Further inputs, in this order: the first states [layers · directions, hidden] (zeros
/// when left out), for an LSTM with them the first cell states, and with <see cref="HasLengths"/> each sample's number of steps.
/// Parameters as in PyTorch, for each layer n and direction: weight_ih_ln [gates · hidden, inputs], weight_hh_ln [gates · hidden,
/// hidden], bias_ih_ln and bias_hh_ln [gates · hidden], the backward direction's with _reverse behind. First values, as there: uniform
/// on ±1 / √hidden.
/// </summary>
/// <param name="Hidden">Numbers of the state.</param>
public abstract record RecurrentLayer(int Hidden) : Layer
{
    private const string Sequence = "sequence";
    private const string LastState = "last";

    /// <summary>Layers on top of each other: each reads the states of the one below.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>True: a second net reads each sequence from its end; the outputs of both stand side by side.</summary>
    public bool IsBidirectional { get; init; }

    /// <summary>What comes out.</summary>
    public RecurrentOutput Output { get; init; }

    /// <summary>
    /// True: the last input [1] is the sample's number of steps, a whole number of 1 to time. The steps behind are not read; the
    /// backward direction begins with the sample's last step.
    /// </summary>
    public bool HasLengths { get; init; }

    /// <summary>What keeps the weights small, those of the input and those of the state alike; null: nothing.</summary>
    public Regularization? Regularization { get; init; }

    /// <inheritdoc/>
    public sealed override int MinimumInputs => HasLengths ? 2 : 1;

    /// <inheritdoc/>
    public sealed override int MaximumInputs => MinimumInputs + (HasCell ? 2 : 1);

    /// <summary>What a cell computes.</summary>
    internal abstract RecurrentKind Cell { get; }

    internal int Directions => IsBidirectional ? 2 : 1;

    internal bool HasCell => Cell == RecurrentKind.Lstm;

    internal RecurrentNet Net =>
        new(
            Cell,
            Hidden,
            Layers,
            Directions,
            Output == RecurrentOutput.Sequence ? RecurrentGives.Sequence : RecurrentGives.LastState,
            HasLengths
        );

    private int Width => Hidden * RecurrentShape.Gates(Cell);

    /// <inheritdoc/>
    public sealed override Shape Infer(ReadOnlySpan<Shape> inputs)
    {
        Shape x = inputs[0];
        if (Hidden < 1 || Layers < 1)
        {
            throw new ShapeException($"expected at least 1 layer of at least 1 number, got {Layers} of {Hidden}");
        }

        if (x.Rank != 2)
        {
            throw new ShapeException($"expected sequences [time, features], got {x}");
        }

        int states = inputs.Length - MinimumInputs;
        if (states == 1 && HasCell)
        {
            throw new ShapeException("expected first states and first cell states, or neither, got first states alone");
        }

        var state = new Shape(Layers * Directions, Hidden);
        foreach (Shape first in inputs.Slice(1, states))
        {
            if (first != state)
            {
                throw new ShapeException($"expected first states [layers · directions, hidden] {state}, got {first}");
            }
        }

        if (HasLengths && inputs[^1].Length != 1)
        {
            throw new ShapeException($"expected a length [1] as the last input, got {inputs[^1]}");
        }

        int outputs = Directions * Hidden;
        return Output == RecurrentOutput.Sequence ? new Shape(x[0], outputs) : new Shape([outputs]);
    }

    /// <inheritdoc/>
    public sealed override ImmutableArray<ParameterSpec> Parameters(ReadOnlySpan<Shape> inputs)
    {
        float bound = 1f / MathF.Sqrt(Hidden);
        var specs = ImmutableArray.CreateBuilder<ParameterSpec>();
        for (int layer = 0; layer < Layers; layer++)
        {
            int k = layer == 0 ? inputs[0][1] : Directions * Hidden;
            for (int direction = 0; direction < Directions; direction++)
            {
                string suffix = $"l{layer}{(direction == 0 ? "" : "_reverse")}";
                Add($"weight_ih_{suffix}", new Shape(Width, k), ParameterLayout.Panels);
                Add($"weight_hh_{suffix}", new Shape(Width, Hidden), ParameterLayout.Panels);
                Add($"bias_ih_{suffix}", new Shape([Width]), ParameterLayout.Plain);
                Add($"bias_hh_{suffix}", new Shape([Width]), ParameterLayout.Plain);
            }
        }

        return specs.ToImmutable();

        void Add(string name, Shape shape, ParameterLayout layout) =>
            specs.Add(
                new ParameterSpec(name, shape, layout, new Uniform(-bound, bound), new Fans(shape[^1], Width), Decays: shape.Rank == 2)
                {
                    Regularization = shape.Rank == 2 ? Regularization : null,
                }
            );
    }

    /// <inheritdoc/>
    public sealed override long Flops(ReadOnlySpan<Shape> inputs)
    {
        long perStep = (long)Width * (inputs[0][1] + Hidden);
        long perStepAbove = (long)Width * ((Directions * Hidden) + Hidden);
        return 2L * inputs[0][0] * Directions * (perStep + ((Layers - 1) * perStepAbove));
    }

    /// <inheritdoc/>
    public sealed override Operator Lower(LoweringContext context) => new RecurrentOp(Net, context);

    /// <inheritdoc/>
    public override void WriteOptions(OptionWriter writer)
    {
        writer.Int32("hidden", Hidden);
        writer.Int32("layers", Layers, 1);
        writer.Boolean("bidirectional", IsBidirectional, false);
        writer.String("output", Output == RecurrentOutput.Sequence ? Sequence : LastState, Sequence);
        writer.Boolean("lengths", HasLengths, false);
        Regularization.Write(writer, Regularization);
    }

    /// <summary>Reads option "output".</summary>
    private protected static RecurrentOutput ReadOutput(OptionReader options) =>
        options.String("output", Sequence) switch
        {
            Sequence => RecurrentOutput.Sequence,
            LastState => RecurrentOutput.LastState,
            string other => throw new ConfigurationException(
                options.PathOf("output"),
                $"expected \"{Sequence}\" or \"{LastState}\", got \"{other}\""
            ),
            null => throw new ConfigurationException(options.PathOf("output"), $"expected \"{Sequence}\" or \"{LastState}\""),
        };
}
