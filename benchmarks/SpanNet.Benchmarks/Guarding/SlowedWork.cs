using SpanNet.Benchmarks.Works;

namespace SpanNet.Benchmarks.Guarding;

/// <summary>A work that takes longer by a fraction: of every ten calls some are made twice. Shows that the guard notices.</summary>
internal sealed class SlowedWork(Work inner, double fraction) : Work
{
    private const int Lot = 10;
    private readonly int runs = (int)Math.Round(Lot * (1 + fraction));

    public override double Flops => inner.Flops;

    public override double Bytes => inner.Bytes;

    public override int Calls => Lot;

    public override void Run()
    {
        for (int i = 0; i < runs; i++)
        {
            inner.Run();
        }
    }

    public override void Dispose() => inner.Dispose();
}
