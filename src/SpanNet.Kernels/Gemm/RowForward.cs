using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Memory;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Gemm;

/// <summary>
/// y = f(x·W + b) of a batch of one, for one shape, one f and one set of places: what <see cref="Gemm.Forward"/> gives, bit by bit, by a way that
/// was chosen and checked at plan time.
/// </summary>
public abstract class RowForward
{
    private readonly int n;
    private readonly int k;
    private readonly int arena;
    private readonly int parameters;
    private readonly bool isBorrowed;
    private readonly nint x;
    private readonly nint w;
    private readonly nint bias;
    private readonly nint y;

    private protected RowForward(int n, int k, in RowPlaces places)
    {
        this.n = n;
        this.k = k;
        Require(places.X, k, "x");
        Require(places.W, Panels.Length(k, n), "w");
        Require(places.Bias ?? new Slice(0, int.MaxValue), Panels.Length(1, n), "bias");
        Require(places.Y, n, "y");
        arena = Math.Max(places.X.Offset + k, places.Y.Offset + n);
        parameters = Math.Max(places.W.End, places.Bias?.End ?? 0);
        isBorrowed = places.IsBorrowed;
        x = places.X.Offset;
        w = places.W.Offset;
        bias = places.Bias?.Offset ?? -1;
        y = places.Y.Offset;
    }

    /// <summary>Number of outputs.</summary>
    private protected int N => n;

    /// <summary>Number of inputs.</summary>
    private protected int K => k;

    /// <summary>The product of one row with W [k, n], and <paramref name="activation"/> behind it; null where threads may share so much work.</summary>
    /// <exception cref="ArgumentException">A place is shorter than the shape says.</exception>
    public static RowForward? For(int n, int k, Activation? activation, RowPlaces places)
    {
        if (ProductParts.IsShared(1, n, k))
        {
            return null;
        }

        var maker = new Maker(n, k, places);
        return activation is null ? maker.Use(default(Identity)) : activation.As(maker);
    }

    /// <summary>Computes the row.</summary>
    /// <exception cref="ArgumentException">A block is too short for its places.</exception>
    public abstract void Run(in PassMemory memory);

    /// <summary>Throws unless all places lie in <paramref name="memory"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected void Check(in PassMemory memory)
    {
        if (memory.Arena.Length < arena || memory.Parameters.Length < parameters)
        {
            Throw(in memory);
        }
    }

    // Safety: Check has seen that the blocks are as long as the places need.
    /// <summary>The inputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected ref float X(in PassMemory memory)
    {
        if (!isBorrowed || memory.Borrowed.IsEmpty)
        {
            return ref Unsafe.Add(ref MemoryMarshal.GetReference(memory.Arena), x);
        }

        if (memory.Borrowed.Length < k)
        {
            Throw(in memory);
        }

        return ref MemoryMarshal.GetReference(memory.Borrowed);
    }

    /// <summary>The weights.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected ref float W(in PassMemory memory) => ref Unsafe.Add(ref MemoryMarshal.GetReference(memory.Parameters), w);

    /// <summary>The bias; a null reference: none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected ref float Bias(in PassMemory memory) =>
        ref bias < 0 ? ref Unsafe.NullRef<float>() : ref Unsafe.Add(ref MemoryMarshal.GetReference(memory.Parameters), bias);

    /// <summary>The outputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected ref float Y(in PassMemory memory) => ref Unsafe.Add(ref MemoryMarshal.GetReference(memory.Arena), y);

    internal static void Require(Slice place, int length, string what)
    {
        if (place.Length < length)
        {
            throw new ArgumentException($"{what}: expected at least {length} floats, got {place.Length}.");
        }
    }

    private void Throw(in PassMemory memory) => throw Misfit(memory.Arena.Length, memory.Parameters.Length, memory.Borrowed.Length);

    private ArgumentException Misfit(int arena, int parameters, int borrowed) =>
        new(
            $"A row needs {this.arena} floats of arena, {this.parameters} of parameters and {k} of input where it is borrowed; "
                + $"got {arena}, {parameters} and {borrowed}."
        );

    private sealed class Maker(int n, int k, RowPlaces places) : IActivationUser<RowForward>
    {
        public RowForward Use<TFunction>(TFunction function)
            where TFunction : struct, IActivation
        {
            var width = new OfWidth<TFunction>(function, n, k, places);
            SimdWidth.Run(ref width, (int)Math.Min(BitOperations.RoundUpToPowerOf2((uint)n), Panels.Width));
            return width.Made!;
        }
    }

    /// <summary>
    /// Vectors no wider than the row: what a mask has written, no load can take before it has reached the cache, and the next layer waits for it. At
    /// most two vectors (four of eight lanes: 32 outputs either way) are activated in their registers; more of them in a pass of its own, as blocks of
    /// rows are.
    /// </summary>
    private struct OfWidth<TFunction>(TFunction function, int n, int k, RowPlaces places) : ISimdKernel
        where TFunction : struct, IActivation
    {
        public RowForward? Made { get; private set; }

        public void Run<V>()
            where V : struct, ISimd<V> =>
            Made =
                n <= V.Count ? new NarrowRow<V, One, TFunction>(function, n, k, places)
                : n <= 2 * V.Count ? new NarrowRow<V, Two, TFunction>(function, n, k, places)
                : V.Count == 8 && n <= 3 * V.Count ? new NarrowRow<V, Three, TFunction>(function, n, k, places)
                : V.Count == 8 && n <= 4 * V.Count ? new NarrowRow<V, Four, TFunction>(function, n, k, places)
                : new WideRow<V, TFunction>(function, n, k, places);
    }
}
