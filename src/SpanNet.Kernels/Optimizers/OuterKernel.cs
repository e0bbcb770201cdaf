using System.Runtime.CompilerServices;
using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Memory;

namespace SpanNet.Kernels.Optimizers;

/// <summary>The loops of <see cref="OuterUpdate{TRule}"/> for one form of the terms.</summary>
internal abstract class OuterKernel<TRule>(AlignedBuffer parameters, int length, AlignedBuffer state)
    where TRule : struct, IUpdateRule
{
    /// <summary>In place of a bias's first parameter.</summary>
    public const int NoBias = -1;

    /// <summary>How many parameters there are, and states of each kind.</summary>
    protected int Length => length;

    /// <summary>The parameters.</summary>
    protected AlignedBuffer Parameters => parameters;

    /// <summary>Their states.</summary>
    protected AlignedBuffer State => state;

    /// <summary>What the updates to come have in common.</summary>
    public abstract void Begin(TRule rule, in UpdateTerms terms);

    /// <summary>See <see cref="OuterUpdate{TRule}.Run"/>.</summary>
    public abstract void Run(int weights, int bias, ReadOnlySpan<float> x, ReadOnlySpan<float> dy);

    /// <summary>Throws unless <paramref name="rows"/> rows of so many columns in panels lie in the parameters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected void Check(int first, int rows, int columns)
    {
        if (first < 0 || first + ((long)Panels.Count(columns) * Panels.Width * rows) > length)
        {
            Throw(first, rows, columns);
        }
    }

    private void Throw(int first, int rows, int columns) => throw Misfit(first, rows, columns);

    private ArgumentException Misfit(int first, int rows, int columns) =>
        new($"There are {length} parameters; {rows} rows of {columns} columns in panels do not fit from number {first} on.");
}
