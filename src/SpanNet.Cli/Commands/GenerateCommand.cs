using System.CommandLine;
using SpanNet.Inference;
using SpanNet.Models;

namespace SpanNet.Cli.Commands;

/// <summary><c>spannet generate</c>: continues a text with a model that has learned one.</summary>
internal sealed class GenerateCommand
{
    private const int DefaultLength = 400;
    private const double DefaultTemperature = 0.8;
    private const string DefaultPrompt = "\n";
    private const double HighestTemperature = 100;

    private readonly Argument<string> model = new("MODEL") { Description = "The model file, from train --data text:FILE." };
    private readonly Option<string?> prompt = new("--prompt")
    {
        Description = "The text to continue. [default: a new line]",
        HelpName = "TEXT",
    };
    private readonly Option<int?> length = NumberOption.Whole("--length", $"Characters to write. [default: {DefaultLength}]", 0, 1 << 24);
    private readonly Option<double?> temperature = NumberOption.Real(
        "--temperature",
        $"How bold to be: 0 always writes the likeliest character, 1 draws them as they are likely. [default: {FormattableString.Invariant($"{DefaultTemperature}")}]",
        0,
        HighestTemperature
    );
    private readonly Option<int?> topK = NumberOption.Whole("--top-k", "Draw from the K likeliest characters only. [default: from all]", 1);
    private readonly Option<ulong?> seed = NumberOption.Seed("--seed", "The same seed gives the same text. [default: 1]");
    private readonly Terminal terminal;

    public GenerateCommand(Terminal terminal)
    {
        this.terminal = terminal;
        Command = new Command("generate", "Continues a text, character by character.") { model };
        foreach (Option option in (Option[])[prompt, length, temperature, topK, seed])
        {
            Command.Options.Add(option);
        }

        HelpExamples.AddTo(
            Command,
            "spannet generate book.safetensors --prompt \"Once upon\"",
            "spannet generate book.safetensors --length 1000 --temperature 0.5 --top-k 10 --seed 3"
        );
        Command.SetAction(Execute);
    }

    /// <summary>The command.</summary>
    public Command Command { get; }

    private int Execute(ParseResult parsed)
    {
        string path = parsed.GetRequiredValue(model);
        using Model loaded = ModelFile.Load(path);
        if (loaded.Vocabulary is null)
        {
            throw new UsageException($"{path} has learned no text; train one with: spannet train --data text:FILE");
        }

        using var generator = new TextGenerator(loaded);
        string start = parsed.GetValue(prompt) ?? DefaultPrompt;
        var options = new SamplingOptions
        {
            Temperature = (float)(parsed.GetValue(temperature) ?? DefaultTemperature),
            TopK = parsed.GetValue(topK) ?? 0,
            Seed = parsed.GetValue(seed) ?? 1,
        };
        try
        {
            string written = generator.Generate(start, parsed.GetValue(length) ?? DefaultLength, options);
            terminal.Out.WriteLine(start + written);
        }
        catch (InvalidDataException exception)
        {
            throw new UsageException($"--prompt: {exception.Message}");
        }

        return ExitCode.Done;
    }
}
