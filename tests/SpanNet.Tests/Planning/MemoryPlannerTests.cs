using SpanNet.Kernels.Memory;
using SpanNet.Planning;

namespace SpanNet.Tests.Planning;

public sealed class MemoryPlannerTests
{
    [Fact]
    public void BuffersThatLiveAtTheSameTimeNeverOverlap()
    {
        var random = new Random(2);
        for (int round = 0; round < 300; round++)
        {
            var planner = new MemoryPlanner();
            (int Length, Stretch[] Lives)[] requests =
            [
                .. Enumerable
                    .Range(0, random.Next(1, 30))
                    .Select(_ =>
                    {
                        int first = random.Next(20);
                        var life = new Stretch(first, first + random.Next(8));
                        int again = life.Last + random.Next(5);
                        Stretch[] lives = random.Next(3) == 0 ? [life, new Stretch(again, again + random.Next(3))] : [life];
                        return (random.Next(1, 200), lives);
                    }),
            ];
            foreach ((int length, Stretch[] lives) in requests)
            {
                planner.Request(length, lives);
            }

            (Slice[] slices, int arena) = planner.Place();

            for (int i = 0; i < requests.Length; i++)
            {
                Assert.True(slices[i].Length >= requests[i].Length && slices[i].Offset % 16 == 0 && slices[i].End <= arena);
                for (int j = 0; j < i; j++)
                {
                    bool together = requests[i].Lives.Any(life => requests[j].Lives.Any(life.Meets));
                    bool overlap = slices[i].Offset < slices[j].End && slices[j].Offset < slices[i].End;
                    Assert.False(together && overlap, $"round {round}: requests {i} and {j}");
                }
            }

            int peak = Enumerable
                .Range(0, 40)
                .Max(tick => requests.Where(r => r.Lives.Any(life => life.Meets(new(tick, tick)))).Sum(r => AlignedBuffer.Pad(r.Length)));
            Assert.InRange(arena, peak, requests.Sum(r => AlignedBuffer.Pad(r.Length)));
        }
    }

    [Fact]
    public void ABufferMovesIntoTheGapThatAnotherLeft()
    {
        var planner = new MemoryPlanner();
        planner.Request(64, new Stretch(0, 1));
        planner.Request(32, new Stretch(1, 3));
        planner.Request(48, new Stretch(2, 3));

        (Slice[] slices, int length) = planner.Place();

        Assert.Equal([new Slice(0, 64), new Slice(64, 32), new Slice(0, 48)], slices);
        Assert.Equal(96, length);
    }

    [Fact]
    public void ABufferThatRestsLendsItsPlace()
    {
        var planner = new MemoryPlanner();
        planner.Request(64, new Stretch(0, 1), new Stretch(5, 6));
        planner.Request(64, new Stretch(2, 4));

        Assert.Equal(64, planner.Place().Length);
    }

    [Fact]
    public void NothingNeedsNothing() => Assert.Equal(0, new MemoryPlanner().Place().Length);
}
