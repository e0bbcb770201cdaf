using SpanNet.Data;
using SpanNet.Graphs;
using SpanNet.Inference;
using SpanNet.Kernels.Activations;
using SpanNet.Layers;
using SpanNet.Models;
using SpanNet.Training;

namespace SpanNet.Tests.Readme;

[Collection(NonParallelCollection.Name)]
public class ReadmeExample
{
    [Fact]
    public void The_example_of_the_readme_learns_digits()
    {
        // begin of the example
        var digits = DatasetParts.Of(new DigitsDataset(), DigitsDataset.Split);
        var network = Graph.Sequential(new Shape(8, 8, 1), new Flatten(), new Dense(128, Activation.ReLU), new Dense(10));

        using var model = new Model(network, seed: 1);
        using var trainer = new Trainer(model, new TrainerOptions { BatchSize = 32 });
        FitResult run = trainer.Fit(digits.Train, digits.Validation, new FitOptions { Epochs = 40, Patience = 10 });
        double accuracy = trainer.Evaluate(digits.Test).Score;

        using var session = new InferenceSession(model);
        Span<float> image = stackalloc float[64];
        Span<float> probabilities = stackalloc float[10];
        session.Classify(image, probabilities); // 0 bytes allocated
        // end of the example

        Assert.NotNull(run.Best);
        Assert.InRange(accuracy, 0.9, 1.0);
        Assert.Equal(1f, probabilities.ToArray().Sum(), 1e-5f);
    }

    [Fact]
    public void The_readme_shows_the_example_as_it_is_compiled()
    {
        string root = Path.GetDirectoryName(FindUpwards("SpanNet.sln"))!;
        string source = File.ReadAllText(Path.Combine(root, "tests/SpanNet.Tests/Readme/ReadmeExample.cs"));
        int start = source.IndexOf("// begin of the example\n", StringComparison.Ordinal) + "// begin of the example\n".Length;
        int end = source.IndexOf("        // end of the example", StringComparison.Ordinal);
        IEnumerable<string> lines = source[start..end].TrimEnd().Split('\n').Select(line => line.Length > 8 ? line[8..] : line);
        Assert.Contains(
            $"```csharp\n{string.Join('\n', lines)}\n```",
            File.ReadAllText(Path.Combine(root, "README.md")),
            StringComparison.Ordinal
        );
    }

    private static string FindUpwards(string file)
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            string path = Path.Combine(folder, file);
            if (File.Exists(path))
            {
                return path;
            }
        }

        throw new FileNotFoundException($"{file} is in none of the folders above {AppContext.BaseDirectory}.");
    }
}
