using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Simd;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Gemm;

/// <summary>
/// The matrix products of a dense layer, with the weights W [k, n] kept in <see cref="Panels"/>: y = f(x·W + b) and its two gradients.
/// </summary>
/// <remarks>
/// Order of sums: every element is one chain of fused multiply-adds over the inner dimension, first to last, beginning with the bias,
/// with the old value (accumulate) or with 0; but in <see cref="InputGradient"/> of 64 outputs and more, blocks of 256 outputs are added one after the other,
/// each of them four chains over every fourth output, which zeros fill, added as (s₀ + s₁) + (s₂ + s₃). It depends on neither threads, vector width, batch
/// size nor the row's position.
/// Buffers may not overlap unless stated.
/// </remarks>
public static class Gemm
{
    /// <summary>z = x·W + b, y = f(z).</summary>
    /// <param name="x">[m, k], row-major.</param>
    /// <param name="w">Panels of [k, n].</param>
    /// <param name="bias">n floats padded with zeros to whole panels, or empty for none.</param>
    /// <param name="z">[m, n], the input of the activation, where the backward pass needs it; <paramref name="y"/> itself otherwise.</param>
    /// <param name="y">[m, n], overwritten.</param>
    /// <param name="m">Rows of the batch.</param>
    /// <param name="n">Outputs.</param>
    /// <param name="k">Inputs.</param>
    /// <param name="activation">f, applied to each block of rows while it is in the cache; null: y = z.</param>
    /// <param name="team">The threads to share the work with.</param>
    /// <exception cref="ArgumentException">A span is shorter than the shapes say.</exception>
    public static void Forward(
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> w,
        ReadOnlySpan<float> bias,
        Span<float> z,
        Span<float> y,
        int m,
        int n,
        int k,
        Activation? activation,
        ThreadTeam team
    )
    {
        Require(x, (long)m * k, "x [m, k]");
        Require(w, Panels.Length(k, n), "w, panels of [k, n]");
        Require(z, (long)m * n, "z [m, n]");
        Require(y, (long)m * n, "y [m, n]");
        if (!bias.IsEmpty)
        {
            Require(bias, Panels.Count(n) * Panels.Width, "bias, n padded to whole panels");
        }

        if (m == 1 && ProductParts.Of(m, n, k, team) == 1)
        {
            // Safety: every length was checked above; here and below the product stays inside the shapes that it is given.
            var row = new RowProduct
            {
                K = k,
                A = ref MemoryMarshal.GetReference(x),
                AColumn = 1,
                B = ref MemoryMarshal.GetReference(w),
                BPanel = (nint)k * Panels.Width,
                Start = ref StartOf(bias),
                C = ref MemoryMarshal.GetReference(z),
                Columns = n,
            };
            SimdWidth.Run(ref row, Panels.Width);
            activation?.Forward(z[..n], y[..n]);
        }
        else
        {
            Rows(x, w, bias, z, y, m, n, k, activation, team);
        }
    }

    private static void Rows(
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> w,
        ReadOnlySpan<float> bias,
        Span<float> z,
        Span<float> y,
        int m,
        int n,
        int k,
        Activation? activation,
        ThreadTeam team
    ) =>
        new Product
        {
            M = m,
            N = n,
            K = k,
            A = ref MemoryMarshal.GetReference(x),
            ARow = k,
            AColumn = 1,
            B = ref MemoryMarshal.GetReference(w),
            BPanel = (nint)k * Panels.Width,
            BRow = Panels.Width,
            Start = ref StartOf(bias),
            StartRow = 0,
            StartPanel = Panels.Width,
            C = ref MemoryMarshal.GetReference(z),
            CRow = n,
            CPanel = Panels.Width,
            Activation = activation,
            Y = y,
        }.Run(team);

    /// <summary>Floats of scratch that <see cref="WeightGradient"/> needs.</summary>
    public static int WeightGradientScratch(int m, int n) => Panels.Length(m, n);

    /// <summary>dW = xᵀ·dy, or dW += xᵀ·dy; a sum over the batch, first row to last.</summary>
    /// <param name="x">[m, k], row-major.</param>
    /// <param name="dy">[m, n], row-major.</param>
    /// <param name="dw">Panels of [k, n]; the padding becomes 0.</param>
    /// <param name="scratch">At least <see cref="WeightGradientScratch"/> floats.</param>
    /// <param name="m">Rows of the batch.</param>
    /// <param name="n">Outputs.</param>
    /// <param name="k">Inputs.</param>
    /// <param name="accumulate">Add to dW instead of overwriting it (it is not read then).</param>
    /// <param name="team">The threads to share the work with.</param>
    /// <exception cref="ArgumentException">A span is shorter than the shapes say.</exception>
    public static void WeightGradient(
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
        Require(x, (long)m * k, "x [m, k]");
        Require(dy, (long)m * n, "dy [m, n]");
        Require(dw, Panels.Length(k, n), "dw, panels of [k, n]");
        Require(scratch, WeightGradientScratch(m, n), "scratch");

        if (m == 1)
        {
            WeightProducts.OfOneRow(x, dy, dw, scratch, n, k, accumulate);
        }
        else if (!accumulate && NarrowWeightGradient.Suits(m, n, k))
        {
            WeightProducts.OfFewOutputs(x, dy, dw, m, n, k, team);
        }
        else if (m <= RankKernel.MaxRows)
        {
            WeightProducts.OfFewRows(x, dy, dw, scratch, m, n, k, accumulate, team);
        }
        else
        {
            WeightProducts.OfManyRows(x, dy, dw, scratch, m, n, k, accumulate, team);
        }
    }

    /// <summary>Floats of scratch that <see cref="WeightGradient{TTaker}"/> needs.</summary>
    public static int PiecesScratch(int m, int n) => checked(Panels.Length(m, n) + (Environment.ProcessorCount * GradientPiece.Length));

    /// <summary>dW = xᵀ·dy as above, handed to <paramref name="taker"/> piece by piece instead of stored: with the same bits.</summary>
    /// <param name="x">[m, k], row-major.</param>
    /// <param name="dy">[m, n], row-major.</param>
    /// <param name="taker">Gets every piece of the panels of [k, n], from several threads.</param>
    /// <param name="scratch">At least <see cref="PiecesScratch"/> floats.</param>
    /// <param name="m">Rows of the batch.</param>
    /// <param name="n">Outputs.</param>
    /// <param name="k">Inputs.</param>
    /// <param name="team">The threads to share the work with.</param>
    /// <exception cref="ArgumentException">A span is shorter than the shapes say.</exception>
    public static void WeightGradient<TTaker>(
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> dy,
        TTaker taker,
        Span<float> scratch,
        int m,
        int n,
        int k,
        ThreadTeam team
    )
        where TTaker : struct, IGradientTaker, allows ref struct
    {
        Require(x, (long)m * k, "x [m, k]");
        Require(dy, (long)m * n, "dy [m, n]");
        Require(scratch, PiecesScratch(m, n), "scratch");
        Span<float> panels = scratch[..Panels.Length(m, n)];
        new GradientPieces<TTaker>
        {
            M = m,
            N = n,
            K = k,
            X = x,
            Dy = PanelSource.Of(dy, panels, m, n),
            Scratch = scratch[panels.Length..],
            Taker = taker,
        }.Run(team);
    }

    /// <summary>Floats of scratch that <see cref="InputGradient"/> needs.</summary>
    public static int InputGradientScratch(int n, int k) => QuadProduct.Sums(n) ? 0 : Panels.Length(Panels.Count(n) * Panels.Width, k);

    /// <summary>dx = dy·Wᵀ, or dx += dy·Wᵀ.</summary>
    /// <param name="dy">[m, n], row-major.</param>
    /// <param name="w">Panels of [k, n].</param>
    /// <param name="dx">[m, k], row-major.</param>
    /// <param name="scratch">At least <see cref="InputGradientScratch"/> floats.</param>
    /// <param name="m">Rows of the batch.</param>
    /// <param name="n">Outputs.</param>
    /// <param name="k">Inputs.</param>
    /// <param name="accumulate">Add to dx instead of overwriting it (it is not read then).</param>
    /// <param name="team">The threads to share the work with.</param>
    /// <exception cref="ArgumentException">A span is shorter than the shapes say.</exception>
    public static void InputGradient(
        ReadOnlySpan<float> dy,
        ReadOnlySpan<float> w,
        Span<float> dx,
        Span<float> scratch,
        int m,
        int n,
        int k,
        bool accumulate,
        ThreadTeam team
    )
    {
        Require(dy, (long)m * n, "dy [m, n]");
        Require(w, Panels.Length(k, n), "w, panels of [k, n]");
        Require(dx, (long)m * k, "dx [m, k]");
        Require(scratch, InputGradientScratch(n, k), "scratch");

        if (QuadProduct.Sums(n))
        {
            new QuadProduct
            {
                M = m,
                N = n,
                K = k,
                Dy = ref MemoryMarshal.GetReference(dy),
                W = ref MemoryMarshal.GetReference(w),
                Dx = ref MemoryMarshal.GetReference(dx),
                Accumulates = accumulate,
            }.Run(team);
            return;
        }

        if (InputGradientJob.Suits(m, k))
        {
            new InputGradientJob
            {
                M = m,
                N = n,
                K = k,
                Dy = ref MemoryMarshal.GetReference(dy),
                W = ref MemoryMarshal.GetReference(w),
                Dx = ref MemoryMarshal.GetReference(dx),
                Accumulates = accumulate,
            }.Run(team);
            return;
        }

        ManyRows(dy, w, dx, scratch, m, n, k, accumulate, team);
    }

    /// <summary>The input gradient of few outputs by Wᵀ.</summary>
    private static void ManyRows(
        ReadOnlySpan<float> dy,
        ReadOnlySpan<float> w,
        Span<float> dx,
        Span<float> scratch,
        int m,
        int n,
        int k,
        bool accumulate,
        ThreadTeam team
    )
    {
        ref float c = ref MemoryMarshal.GetReference(dx);
        var source = new PanelSource
        {
            Rows = n,
            Columns = k,
            Matrix = w,
            Turns = true,
            Target = scratch,
        };
        var product = new Product
        {
            M = m,
            N = k,
            K = n,
            A = ref MemoryMarshal.GetReference(dy),
            ARow = n,
            AColumn = 1,
            B = ref MemoryMarshal.GetReference(scratch),
            BPanel = (nint)Panels.Count(n) * Panels.Width * Panels.Width,
            BRow = Panels.Width,
            Start = ref accumulate ? ref c : ref Unsafe.NullRef<float>(),
            StartRow = k,
            StartPanel = Panels.Width,
            C = ref c,
            CRow = k,
            CPanel = Panels.Width,
        };
        new PackingProduct { Product = product, Source = source }.Run(team);
    }

    private static ref readonly float StartOf(ReadOnlySpan<float> bias) =>
        ref bias.IsEmpty ? ref Unsafe.NullRef<float>() : ref MemoryMarshal.GetReference(bias);

    internal static void Require(ReadOnlySpan<float> span, long length, string what)
    {
        if (span.Length < length)
        {
            Throw(span.Length, length, what);
        }
    }

    private static void Throw(int actual, long expected, string what) =>
        throw new ArgumentException($"{what}: expected at least {expected} floats, got {actual}.");
}
