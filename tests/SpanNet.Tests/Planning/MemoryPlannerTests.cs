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
            (int Length, int First, int Last)[] requests =
            [
                .. Enumerable
                    .Range(0, random.Next(1, 30))
                    .Select(_ =>
                    {
                        int first = random.Next(20);
                        return (random.Next(1, 200), first, first + random.Next(8));
                    }),
            ];
            foreach ((int length, int first, int last) in requests)
            {
                int request = planner.Request(length, last, last);
                planner.Extend(request, first);
            }

            (Slice[] slices, int arena) = planner.Place();

            for (int i = 0; i < requests.Length; i++)
            {
                Assert.True(slices[i].Length >= requests[i].Length && slices[i].Offset % 16 == 0 && slices[i].End <= arena);
                for (int j = 0; j < i; j++)
                {
                    bool together = requests[i].First <= requests[j].Last && requests[j].First <= requests[i].Last;
                    bool overlap = slices[i].Offset < slices[j].End && slices[j].Offset < slices[i].End;
                    Assert.False(together && overlap, $"round {round}: requests {i} and {j}");
                }
            }

            int peak = Enumerable
                .Range(0, 30)
                .Max(tick => requests.Where(r => r.First <= tick && tick <= r.Last).Sum(r => AlignedBuffer.Pad(r.Length)));
            Assert.InRange(arena, peak, requests.Sum(r => AlignedBuffer.Pad(r.Length)));
        }
    }

    [Fact]
    public void ABufferMovesIntoTheGapThatAnotherLeft()
    {
        var planner = new MemoryPlanner();
        planner.Request(64, 0, 1);
        planner.Request(32, 1, 3);
        planner.Request(48, 2, 3);

        (Slice[] slices, int length) = planner.Place();

        Assert.Equal([new Slice(0, 64), new Slice(64, 32), new Slice(0, 48)], slices);
        Assert.Equal(96, length);
    }

    [Fact]
    public void NothingNeedsNothing() => Assert.Equal(0, new MemoryPlanner().Place().Length);
}
