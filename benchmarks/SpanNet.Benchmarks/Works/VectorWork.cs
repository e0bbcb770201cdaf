using SpanNet.Kernels.Memory;
using SpanNet.Testing.Cases;

namespace SpanNet.Benchmarks.Works;

/// <summary>One kernel over vectors of n elements.</summary>
internal sealed class VectorWork : Work
{
    private readonly VectorKernel kernel;
    private readonly AlignedBuffer a;
    private readonly AlignedBuffer b;
    private readonly AlignedBuffer y;

    /// <summary>The kernel of <paramref name="item"/>, or <paramref name="other"/> on the same vectors.</summary>
    public VectorWork(KernelCase item, int n, VectorKernel? other = null)
    {
        kernel = other ?? item.Run;
        Bytes = item.Bytes(n);
        Flops = (double)item.Operations * n;
        a = new AlignedBuffer(n);
        b = new AlignedBuffer(n);
        y = new AlignedBuffer(item.Results == 0 ? n : item.Results);
        var random = new Random(1);
        for (int i = 0; i < n; i++)
        {
            a.Span[i] = item.Least + (item.Range * random.NextSingle());
            b.Span[i] = item.Least + (item.Range * random.NextSingle());
        }
    }

    public override double Flops { get; }

    public override double Bytes { get; }

    public override void Run() => kernel(a.Span, b.Span, y.Span);

    public override void Dispose()
    {
        a.Dispose();
        b.Dispose();
        y.Dispose();
    }
}
