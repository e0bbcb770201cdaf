using System.Diagnostics;
using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Memory;
using SpanNet.Kernels.Threading;

namespace SpanNet.Cli.Commands;

/// <summary>
/// How fast one core computes the three products of a training step (forward, dW, dx) of a square dense layer. Where the width is a
/// power of two, the rows of a batch lie a power of two apart, so that they fall into few sets of the caches and drive each other out.
/// </summary>
/// <param name="PowerOfTwo">GFLOP/s at <see cref="Power"/> inputs and outputs.</param>
/// <param name="Beside">GFLOP/s at <see cref="NoPower"/>.</param>
internal sealed record WidthSpeed(double PowerOfTwo, double Beside)
{
    /// <summary>A width that is a power of two.</summary>
    public const int Power = 1024;

    /// <summary>A cache line more.</summary>
    public const int NoPower = Power + AlignedBuffer.AlignmentInFloats;

    /// <summary>Whole blocks of rows for every kernel, and so few that a product takes about a millisecond: less than a busy neighbour's turn.</summary>
    private const int Batch = 96;
    private const int FewestRounds = 16;
    private const int MostRounds = 64;

    /// <summary>What the speed at a power of two may miss of the other without being a trap: measurements differ by some percent.</summary>
    private const double Tolerance = 0.9;

    /// <summary>Whether powers of two bite on this machine.</summary>
    public bool IsTrap => PowerOfTwo < Tolerance * Beside;

    /// <summary>
    /// Measures, in 0.1 to 0.5 s: the shortest time of each product over rounds in which both widths take turns. A trap is believed after
    /// many rounds only.
    /// </summary>
    public static WidthSpeed Measure()
    {
        using var power = new Layer(Power);
        using var noPower = new Layer(NoPower);
        WidthSpeed speed = new(0, 0);
        for (int round = 0; round < FewestRounds || (round < MostRounds && speed.IsTrap); round++)
        {
            power.Run();
            noPower.Run();
            speed = new(power.Gflops, noPower.Gflops);
        }

        return speed;
    }

    /// <summary>The products of one layer, and their shortest times in ns.</summary>
    private sealed class Layer : IDisposable
    {
        private readonly int width;
        private readonly AlignedBuffer x;
        private readonly AlignedBuffer y;
        private readonly AlignedBuffer w;
        private readonly AlignedBuffer dw;
        private readonly AlignedBuffer scratch;
        private readonly double[] shortest = [double.MaxValue, double.MaxValue, double.MaxValue];

        public Layer(int width)
        {
            this.width = width;
            x = new AlignedBuffer(Batch * width);
            y = new AlignedBuffer(Batch * width);
            w = new AlignedBuffer(Panels.Length(width, width));
            dw = new AlignedBuffer(Panels.Length(width, width));
            scratch = new AlignedBuffer(Math.Max(Gemm.WeightGradientScratch(Batch, width), Gemm.InputGradientScratch(width, width)));
            w.Span.Fill(1f / width);
        }

        public double Gflops => shortest.Length * 2.0 * Batch * width * width / shortest.Sum();

        public void Run()
        {
            x.Span.Fill(1f);
            long start = Stopwatch.GetTimestamp();
            Gemm.Forward(x.Span, w.Span, default, y.Span, y.Span, Batch, width, width, null, ThreadTeam.Single);
            start = Note(0, start);
            Gemm.WeightGradient(x.Span, y.Span, dw.Span, scratch.Span, Batch, width, width, false, ThreadTeam.Single);
            start = Note(1, start);
            Gemm.InputGradient(y.Span, w.Span, x.Span, scratch.Span, Batch, width, width, false, ThreadTeam.Single);
            Note(2, start);
        }

        public void Dispose()
        {
            x.Dispose();
            y.Dispose();
            w.Dispose();
            dw.Dispose();
            scratch.Dispose();
        }

        private long Note(int product, long start)
        {
            long now = Stopwatch.GetTimestamp();
            shortest[product] = Math.Min(shortest[product], Stopwatch.GetElapsedTime(start, now).TotalNanoseconds);
            return now;
        }
    }
}
