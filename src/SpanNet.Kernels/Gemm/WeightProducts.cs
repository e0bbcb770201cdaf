using System.Runtime.InteropServices;
using SpanNet.Kernels.Simd;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Gemm;

/// <summary>
/// The ways to dW = xᵀ·dy, one for each kind of shape. Methods of their own, so that none makes room for the jobs of the others. Lengths were checked by
/// <see cref="Gemm.WeightGradient"/>.
/// </summary>
internal static class WeightProducts
{
    /// <summary>Floats of dy that stay in the first-level cache in any order: there its panels would only be a copy.</summary>
    private const int UnpackedFloats = 4096;

    /// <summary>An outer product.</summary>
    public static void OfOneRow(
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> dy,
        Span<float> dw,
        Span<float> scratch,
        int n,
        int k,
        bool accumulate
    )
    {
        Span<float> row = scratch[..Panels.Length(1, n)];
        dy[..n].CopyTo(row);
        row[n..].Clear();
        var kernel = new RankOne
        {
            X = x[..k],
            Dy = row,
            Dw = dw[..Panels.Length(k, n)],
            Accumulates = accumulate,
        };
        SimdWidth.Run(ref kernel, Panels.Width);
    }

    // Safety: here and below the products stay inside the shapes that were checked.
    /// <summary>The inputs fill the vectors.</summary>
    public static void OfFewOutputs(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dw, int m, int n, int k, ThreadTeam team) =>
        new NarrowWeightGradient
        {
            M = m,
            N = n,
            K = k,
            X = ref MemoryMarshal.GetReference(x),
            Dy = ref MemoryMarshal.GetReference(dy),
            Dw = ref MemoryMarshal.GetReference(dw),
        }.Run(team);

    /// <summary>All of dy stays in registers.</summary>
    public static void OfFewRows(
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> dy,
        Span<float> dw,
        Span<float> scratch,
        int m,
        int n,
        int k,
        bool accumulate,
        ThreadTeam team
    )
    {
        Panels.Pack(dy, n, scratch, m, n);
        new RankFew
        {
            M = m,
            N = n,
            K = k,
            X = ref MemoryMarshal.GetReference(x),
            Dy = ref MemoryMarshal.GetReference(scratch),
            Dw = ref MemoryMarshal.GetReference(dw),
            Accumulates = accumulate,
        }.Run(team);
    }

    /// <summary>The outputs fill the vectors. Where dy is small and its columns are whole panels, it is read where it lies.</summary>
    public static void OfManyRows(
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> dy,
        Span<float> dw,
        Span<float> scratch,
        int m,
        int n,
        int k,
        bool accumulate,
        ThreadTeam team
    )
    {
        var product = new Product
        {
            M = k,
            N = n,
            K = m,
            A = ref MemoryMarshal.GetReference(x),
            ARow = 1,
            AColumn = k,
            B = ref MemoryMarshal.GetReference(dy),
            BPanel = Panels.Width,
            BRow = n,
            C = ref MemoryMarshal.GetReference(dw),
            CRow = Panels.Width,
            CPanel = (nint)k * Panels.Width,
            CIsPadded = true,
        };
        if (accumulate)
        {
            product.Start = ref MemoryMarshal.GetReference(dw);
            product.StartRow = product.CRow;
            product.StartPanel = product.CPanel;
        }

        if (n % Panels.Width == 0 && m * n <= UnpackedFloats && k > 1 && !ProductParts.IsShared(k, n, m))
        {
            product.Run(team);
        }
        else
        {
            InPanels(in product, dy, scratch, m, n, team);
        }
    }

    private static void InPanels(scoped in Product product, ReadOnlySpan<float> dy, Span<float> scratch, int m, int n, ThreadTeam team)
    {
        Product own = product;
        own.B = ref MemoryMarshal.GetReference(scratch);
        own.BPanel = (nint)m * Panels.Width;
        own.BRow = Panels.Width;
        new PackingProduct { Product = own, Source = PanelSource.Of(dy, scratch, m, n) }.Run(team);
    }
}
