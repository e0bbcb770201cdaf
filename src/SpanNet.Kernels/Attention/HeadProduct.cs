using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Attention;

/// <summary>C[m, n] ← A[m, k]·B[k, n] of one head: A and C lie in row-major matrices that may be wider, B is brought into panels first.</summary>
internal readonly ref struct HeadProduct(Span<float> panels)
{
    private readonly Span<float> panels = panels;

    /// <summary>Floats of room for the panels of B.</summary>
    public static int Room(int k, int n) => Panels.Length(k, n);

    /// <summary>B is <paramref name="b"/>, row-major [k, n].</summary>
    /// <param name="a">A(i, p) lies at i·<paramref name="aRow"/> + p·<paramref name="aColumn"/>.</param>
    /// <param name="aRow">From a row of A to the next.</param>
    /// <param name="aColumn">From a column of A to the next.</param>
    /// <param name="b">B.</param>
    /// <param name="bRow">From a row of B to the next.</param>
    /// <param name="c">C.</param>
    /// <param name="cRow">From a row of C to the next.</param>
    /// <param name="m">Rows of A and C.</param>
    /// <param name="n">Columns of B and C.</param>
    /// <param name="k">Columns of A, rows of B.</param>
    public void Run<V>(
        ReadOnlySpan<float> a,
        int aRow,
        int aColumn,
        ReadOnlySpan<float> b,
        int bRow,
        Span<float> c,
        int cRow,
        int m,
        int n,
        int k
    )
        where V : struct, ISimd<V>
    {
        Panels.Pack(b, bRow, panels, k, n);
        Multiply<V>(a, aRow, aColumn, c, cRow, m, n, k);
    }

    /// <summary>As <see cref="Run{V}"/>, with B the transpose of <paramref name="b"/> [n, k]; the rows of A are contiguous.</summary>
    public void RunTransposed<V>(
        ReadOnlySpan<float> a,
        int aRow,
        ReadOnlySpan<float> b,
        int bRow,
        Span<float> c,
        int cRow,
        int m,
        int n,
        int k
    )
        where V : struct, ISimd<V>
    {
        PanelTranspose.Matrix(b, bRow, n, k, panels);
        Multiply<V>(a, aRow, 1, c, cRow, m, n, k);
    }

    private void Multiply<V>(ReadOnlySpan<float> a, int aRow, int aColumn, Span<float> c, int cRow, int m, int n, int k)
        where V : struct, ISimd<V>
    {
        // Safety: the jobs hand in spans that hold the matrices, as Attention has checked; the last elements are read here.
        _ = a[((m - 1) * aRow) + ((k - 1) * aColumn)];
        _ = c[((m - 1) * cRow) + n - 1];
        var product = new Product
        {
            M = m,
            N = n,
            K = k,
            A = ref MemoryMarshal.GetReference(a),
            ARow = aRow,
            AColumn = aColumn,
            B = ref MemoryMarshal.GetReference(panels),
            BPanel = (nint)k * Panels.Width,
            BRow = Panels.Width,
            Start = ref Unsafe.NullRef<float>(),
            C = ref MemoryMarshal.GetReference(c),
            CRow = cRow,
            CPanel = Panels.Width,
        };
        product.Cut(0, m, 0, n);
        product.Run<V>();
    }
}
