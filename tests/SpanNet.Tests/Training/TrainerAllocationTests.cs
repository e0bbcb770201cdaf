using SpanNet.Data;
using SpanNet.Kernels.Threading;
using SpanNet.Models;
using SpanNet.Training;

namespace SpanNet.Tests.Training;

/// <summary>The promise: no byte and no collection on any thread.</summary>
[Collection(NonParallelCollection.Name)]
public sealed class TrainerAllocationTests
{
    [Theory]
    [InlineData("")]
    [InlineData("DOTNET_TieredCompilation")]
    public void TenThousandStepsAndAHundredThousandPredictionsAllocateNothing(string variable) =>
        Assert.Equal(
            ["training: Allocations { Bytes = 0, Collections = 0 }", "inference: Allocations { Bytes = 0, Collections = 0 }"],
            ChildProcess.Run(variable, "allocations")
        );

    [Fact]
    public void ARunSaysThatItAllocatedNothing()
    {
        Dataset digits = new DigitsDataset().Subset(0, 200);
        using var team = new ThreadTeam(2);
        using var model = new Model(Problems.DigitsNetwork(), seed: 1);
        using var trainer = new Trainer(model, new TrainerOptions { BatchSize = 64, Team = team });
        trainer.Fit(digits, digits, new FitOptions { Epochs = 4 });

        Assert.Equal(0, trainer.Fit(digits, digits, new FitOptions { Epochs = 2 }).AllocatedBytes);
    }
}
