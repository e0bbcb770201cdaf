using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Simd;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Gemm;

/// <summary>
/// dx = dy·Wᵀ for few rows: some panels of Wᵀ are made and used at once, while they are in the cache. (For many rows all of Wᵀ is made
/// first: then dy, read again for every few panels, is the larger part.)
/// </summary>
internal ref struct InputGradientJob : IParallelJob
{
    /// <summary>Rows up to which this is the faster way.</summary>
    public const int MostRows = 7;

    /// <summary>Columns of dy from which on it pays to go panel by panel.</summary>
    public const int LeastColumns = 64;

    /// <summary>The product dy·Wᵀ; its B is the scratch.</summary>
    public Product Product;

    /// <summary>Panels of W [Product.N, Product.K].</summary>
    public ReadOnlySpan<float> W;

    private int group;
    private int parts;

    /// <summary>Computes on <paramref name="team"/>.</summary>
    public void Run(ThreadTeam team)
    {
        // One row has one chain per vector: four hide its latency. More rows fill a tile of two panels.
        group = Product.M == 1 ? 4 : 2;
        int groups = (Panels.Count(Product.N) + group - 1) / group;
        parts = Math.Min(groups, Product.Parts(Product.M, Product.N, Product.K, team));
        team.Run(this, parts);
    }

    /// <inheritdoc/>
    public readonly void Run(int part)
    {
        int panels = Panels.Count(Product.N);
        (int first, int end) = Partition.Range(panels, part, parts, group);
        Product own = Product;
        // Safety: there are more panels than parts times group, so each part has room of its own in the scratch for all of Wᵀ.
        ref float b = ref Unsafe.Add(ref Unsafe.AsRef(in Product.B), first * Product.BPanel);
        own.B = ref b;
        for (int panel = first; panel < end; panel += group)
        {
            int stop = Math.Min(panel + group, end);
            for (int p = panel; p < stop; p++)
            {
                ref float transposed = ref Unsafe.Add(ref b, (p - panel) * Product.BPanel);
                PanelTranspose.Panel(in MemoryMarshal.GetReference(W), Product.N, Product.K, p * Panels.Width, ref transposed);
            }

            int column = panel * Panels.Width;
            own.C = ref Unsafe.Add(ref Product.C, column);
            own.Start = ref Unsafe.IsNullRef(in Product.Start)
                ? ref Unsafe.NullRef<float>()
                : ref Unsafe.Add(ref Unsafe.AsRef(in Product.Start), column);
            own.N = Math.Min(stop * Panels.Width, Product.N) - column;
            own.Cut(0, Product.M, 0, own.N);
            SimdWidth.Run(ref own, Panels.Width);
        }
    }
}
