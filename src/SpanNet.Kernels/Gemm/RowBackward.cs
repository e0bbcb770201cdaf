using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Memory;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Gemm;

/// <summary>
/// dz = f′·dy in place of dy and dx = dz·Wᵀ of a batch of one, for one shape, one f and one set of places: what
/// <see cref="Activation.Backward"/> and <see cref="Gemm.InputGradient"/> give, bit by bit; then the factors of the weights' gradient go to who takes
/// them. See <see cref="RowForward"/>.
/// </summary>
public abstract class RowBackward
{
    private readonly int n;
    private readonly int k;
    private readonly int arena;
    private readonly int parameters;
    private readonly bool isBorrowed;
    private readonly int x;
    private readonly nint yOrZ;
    private readonly nint dy;
    private readonly nint w;
    private readonly nint dx;

    private protected RowBackward(int n, int k, in RowGradientPlaces places)
    {
        this.n = n;
        this.k = k;
        RowForward.Require(places.X, k, "x");
        RowForward.Require(places.YOrZ, n, "y or z");
        RowForward.Require(places.Dy, n, "dy");
        RowForward.Require(places.W, Panels.Length(k, n), "w");
        RowForward.Require(places.Dx ?? new Slice(0, k), k, "dx");
        arena = Math.Max(Math.Max(places.YOrZ.Offset, places.Dy.Offset) + n, Math.Max(places.X.Offset, places.Dx?.Offset ?? 0) + k);
        parameters = places.W.End;
        Weights = places.W.Offset;
        Bias = places.Bias?.Offset;
        Accumulates = places.Accumulates;
        isBorrowed = places.IsBorrowed;
        x = places.X.Offset;
        yOrZ = places.YOrZ.Offset;
        dy = places.Dy.Offset;
        w = places.W.Offset;
        dx = places.Dx?.Offset ?? -1;
    }

    /// <summary>Number of outputs.</summary>
    private protected int N => n;

    /// <summary>Number of inputs.</summary>
    private protected int K => k;

    /// <summary>The first parameter of the weights.</summary>
    private protected int Weights { get; }

    /// <summary>That of the bias; null: none.</summary>
    private protected int? Bias { get; }

    /// <summary>Whether dx is added to what is there.</summary>
    private protected bool Accumulates { get; }

    /// <summary>The way back of one row through W [k, n] and <paramref name="activation"/>; null where dx is needed and W too large to be read where it lies.</summary>
    /// <exception cref="ArgumentException">A place is shorter than the shape says.</exception>
    public static RowBackward? For(int n, int k, Activation? activation, RowGradientPlaces places)
    {
        if (places.Dx is not null && !TurnedRow.Suits(n, k))
        {
            return null;
        }

        var maker = new Maker(n, k, places);
        return activation is null ? maker.Use(default(Identity)) : activation.As(maker);
    }

    /// <summary>Computes the gradients; <paramref name="receiver"/> takes those of the parameters, which are read before.</summary>
    /// <exception cref="ArgumentException">A block is too short for its places.</exception>
    public abstract void Run(in PassMemory memory, IGradientReceiver receiver);

    /// <summary>Throws unless all places lie in <paramref name="memory"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected void Check(in PassMemory memory)
    {
        if (memory.Arena.Length < arena || memory.Parameters.Length < parameters)
        {
            Throw(in memory);
        }
    }

    /// <summary>The inputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected ReadOnlySpan<float> X(in PassMemory memory) =>
        isBorrowed && !memory.Borrowed.IsEmpty ? memory.Borrowed[..k] : memory.Arena.Slice(x, k);

    // Safety: Check has seen that the blocks are as long as the places need.
    /// <summary>What f′ is computed from.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected ref float YOrZ(in PassMemory memory) => ref Unsafe.Add(ref MemoryMarshal.GetReference(memory.Arena), yOrZ);

    /// <summary>The gradient by the output.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected ref float Dy(in PassMemory memory) => ref Unsafe.Add(ref MemoryMarshal.GetReference(memory.Arena), dy);

    /// <summary>The weights.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected ref float W(in PassMemory memory) => ref Unsafe.Add(ref MemoryMarshal.GetReference(memory.Parameters), w);

    /// <summary>The gradient by the input; a null reference: nobody needs it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected ref float Dx(in PassMemory memory) =>
        ref dx < 0 ? ref Unsafe.NullRef<float>() : ref Unsafe.Add(ref MemoryMarshal.GetReference(memory.Arena), dx);

    private void Throw(in PassMemory memory) => throw Misfit(memory.Arena.Length, memory.Parameters.Length);

    private ArgumentException Misfit(int arena, int parameters) =>
        new($"A row's way back needs {this.arena} floats of arena and {this.parameters} of parameters; got {arena} and {parameters}.");

    private sealed class Maker(int n, int k, RowGradientPlaces places) : IActivationUser<RowBackward>
    {
        public RowBackward Use<TFunction>(TFunction function)
            where TFunction : struct, IActivation
        {
            var width = new OfWidth<TFunction>(function, n, k, places);
            SimdWidth.Run(ref width, (int)Math.Min(BitOperations.RoundUpToPowerOf2((uint)n), Panels.Width));
            return width.Made!;
        }
    }

    /// <summary>Vectors of outputs no wider than the row, as in <see cref="RowForward"/>.</summary>
    private struct OfWidth<TFunction>(TFunction function, int n, int k, RowGradientPlaces places) : ISimdKernel
        where TFunction : struct, IActivation
    {
        public RowBackward? Made { get; private set; }

        public void Run<V>()
            where V : struct, ISimd<V> => Made = new RowBackwardOf<V, TFunction>(function, n, k, places);
    }
}
