using SpanNet.Data;
using SpanNet.Graphs;
using SpanNet.Inference;
using SpanNet.Initializers;
using SpanNet.Layers;
using SpanNet.Losses;
using SpanNet.Models;
using SpanNet.Optimizers;
using SpanNet.Training;

namespace SpanNet.Tests.Models;

/// <summary>A causal transformer learns a text; it is saved, loaded and writes.</summary>
public sealed class LanguageModelTests
{
    private const int Window = 48;
    private const int Width = 32;

    [Fact]
    public void ATextIsLearnedSavedAndContinued()
    {
        string text = GrammarText.Make(600, seed: 1);
        var vocabulary = Vocabulary.Of(text);
        int[] all = vocabulary.Encode(text);
        int learned = all.Length * 9 / 10;
        var train = new TextDataset("train", vocabulary, all.AsMemory(0, learned), Window, Window / 4);
        var test = new TextDataset("test", vocabulary, all.AsMemory(learned), Window, Window);

        using var model = new Model(Network(vocabulary.Count), seed: 1) { Vocabulary = vocabulary, ClassNames = vocabulary.Characters };
        var options = new TrainerOptions
        {
            Loss = new SoftmaxCrossEntropy(),
            Optimizer = new Adam { LearningRate = 0.003f },
            BatchSize = 32,
            Seed = 1,
        };
        using var trainer = new Trainer(model, options);
        trainer.Fit(train, null, new FitOptions { Epochs = 2 });
        double loss = trainer.Evaluate(test).Loss;
        Assert.True(loss < 0.9 * Math.Log(vocabulary.Count), $"{loss:F3}");

        using Model loaded = ModelFileRoundTrip(model);
        using var generator = new TextGenerator(loaded);
        var sampling = new SamplingOptions
        {
            Temperature = 0.7f,
            TopK = 5,
            Seed = 3,
        };
        string written = generator.Generate("anna(", 120, sampling);
        Assert.Equal(120, written.Length);
        Assert.Equal(written, generator.Generate("anna(", 120, sampling));
        Assert.NotEqual(written, generator.Generate("anna(", 120, sampling with { Seed = 4 }));
        string greedy = generator.Generate("anna(", 9, sampling with { Temperature = 0f });
        Assert.Equal(greedy, generator.Generate("anna(", 9, sampling with { TopK = 1 }));
        Assert.Throws<InvalidDataException>(() => generator.Generate("", 1, sampling));
        Assert.Throws<InvalidDataException>(() => generator.Generate("Q", 1, sampling));
    }

    private static Graph Network(int characters)
    {
        var builder = new GraphBuilder();
        Node x = builder.Add(new Embedding(characters, Width) { Initializer = new Normal(0f, 0.02f) }, builder.Input(new Shape([Window])));
        x = builder.Add(new PositionalEmbedding(), x);
        var block = new TransformerBlock(4, 2 * Width) { IsCausal = true };
        x = block.AddTo(builder, block.AddTo(builder, x));
        return builder.Build(builder.Add(new Dense(characters), builder.Add(new LayerNorm(), x)));
    }

    private static Model ModelFileRoundTrip(Model model)
    {
        string path = Path.Combine(Path.GetTempPath(), $"spannet-{Guid.NewGuid():N}.safetensors");
        try
        {
            ModelFile.Save(model, path);
            return ModelFile.Load(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
