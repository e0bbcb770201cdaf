using SpanNet.Data;
using SpanNet.Kernels.Threading;
using SpanNet.Losses;
using SpanNet.Metrics;
using SpanNet.Models;
using SpanNet.Training;

namespace SpanNet.Tests.Training;

public sealed class TrainerErrorTests : IDisposable
{
    private readonly Model model = new(Problems.Network(2, 4, 3), seed: 1);
    private readonly Trainer trainer;

    public TrainerErrorTests() => trainer = new Trainer(model, new TrainerOptions { BatchSize = 4 });

    public void Dispose()
    {
        trainer.Dispose();
        model.Dispose();
    }

    [Fact]
    public void DataOfOtherLengthsIsRefused()
    {
        var exception = Assert.Throws<ArgumentException>(() => trainer.Fit(new DigitsDataset(), null, new FitOptions()));

        Assert.StartsWith(
            "digits: the network takes 2 inputs and the loss 1 targets per sample, but the data has 64 and 1.",
            exception.Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentException>(() => trainer.Evaluate(new DigitsDataset()));
    }

    [Fact]
    public void DataOfOtherClassesIsRefused()
    {
        var exception = Assert.Throws<ArgumentException>(() => trainer.Fit(Problems.Xor(), null, new FitOptions()));

        Assert.StartsWith("xor: the network has 3 outputs, but the data has 2 classes.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ValidationDataThatDoesNotFitIsRefusedBeforeTheFirstStep()
    {
        Assert.Throws<ArgumentException>(() => trainer.Fit(Problems.Clouds(9), new DigitsDataset(), new FitOptions()));
        Assert.Equal(0, trainer.Steps);
    }

    [Fact]
    public void NoSamplesAndNoEpochsAreRefused()
    {
        Dataset empty = Problems.Clouds(9).Subset(0, 0);

        Assert.Contains(
            "no samples",
            Assert.Throws<ArgumentException>(() => trainer.Fit(empty, null, new FitOptions())).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Fit(Problems.Clouds(9), null, new FitOptions { Epochs = 0 }));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(2, 2)]
    [InlineData(4, 1)]
    [InlineData(10, 5)]
    [InlineData(3, 1)]
    public void StepsOfWrongLengthsAreRefused(int inputs, int targets)
    {
        var exception = Assert.Throws<ArgumentException>(() => trainer.Step(new float[inputs], new float[targets]));

        Assert.Equal($"A step takes 1 to 4 rows of 2 inputs and 1 targets, got {inputs} and {targets} floats.", exception.Message);
        Assert.Equal(0, trainer.Steps);
    }

    [Fact]
    public void SampleWeightsOfAnotherLengthAreRefused() =>
        Assert.Throws<ArgumentException>(() => trainer.Step(new float[4], new float[2], [1f]));

    [Fact]
    public void ABatchOfNothingIsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Trainer(model, new TrainerOptions { BatchSize = 0 }));

    [Fact]
    public void EvaluationDependsNeitherOnTheBatchSizeNorOnTraining()
    {
        Dataset data = Problems.Clouds(50);
        Evaluation expected = trainer.Evaluate(data);
        for (int batch = 1; batch < 60; batch += 7)
        {
            using var evaluator = new Evaluator(model, new SoftmaxCrossEntropy(), batch, ThreadTeam.Single);
            Evaluation actual = evaluator.Evaluate(data, new ClassificationMetrics(3));
            Assert.Equal(expected.Loss, actual.Loss, 12);
            Assert.Equal(expected.Score, actual.Score);
        }
    }
}
