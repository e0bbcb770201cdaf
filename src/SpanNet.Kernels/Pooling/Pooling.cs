using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Pooling;

/// <summary>
/// Maxima and averages over windows of images [height, width, channels], for every channel on its own, and their gradients. Made at plan
/// time; running allocates nothing. Windows run over their rows, then columns; what several windows send back to a number is added in
/// the order of the windows: no bit depends on threads, vector width or batch. Buffers may not overlap.
/// </summary>
public sealed class Pooling
{
    /// <summary>Below so many floats a part costs more to hand over than it saves.</summary>
    internal const int Grain = 1 << 16;

    /// <summary>Prepares windows over images of <paramref name="channels"/> channels.</summary>
    /// <param name="rows">The windows along the height.</param>
    /// <param name="columns">The windows along the width.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="divisor">What averages divide by; 0: the places of the window that lie inside the image.</param>
    public Pooling(PoolAxis rows, PoolAxis columns, int channels, int divisor = 0)
    {
        Rows = rows;
        Columns = columns;
        Channels = channels;
        Divisor = divisor;
        IsPartition = rows.IsPartition && columns.IsPartition;
    }

    /// <summary>The windows along the height.</summary>
    public PoolAxis Rows { get; }

    /// <summary>The windows along the width.</summary>
    public PoolAxis Columns { get; }

    /// <summary>Channels.</summary>
    public int Channels { get; }

    /// <summary>What averages divide by; 0: the places of the window that lie inside the image.</summary>
    public int Divisor { get; }

    /// <summary>Floats of an image.</summary>
    public int InputLength => Rows.Size * Columns.Size * Channels;

    /// <summary>Floats of one row of windows of a result.</summary>
    internal int RowLength => Columns.Count * Channels;

    /// <summary>Floats of a result.</summary>
    public int OutputLength => Rows.Count * Columns.Count * Channels;

    /// <summary>True when every place lies in exactly one window: gradients are written once instead of added.</summary>
    internal bool IsPartition { get; }

    /// <summary>y = the maximum of every window.</summary>
    /// <param name="x">[batch, height, width, channels].</param>
    /// <param name="y">[batch, rows, columns, channels]; overwritten.</param>
    /// <param name="batch">Images.</param>
    /// <param name="team">The threads to share the work with.</param>
    /// <exception cref="ArgumentException">A span has another length than the shapes say.</exception>
    public void Maximum(ReadOnlySpan<float> x, Span<float> y, int batch, ThreadTeam team)
    {
        Require(x.Length, batch, InputLength, "x");
        Require(y.Length, batch, OutputLength, "y");
        new PoolJob<Maximum>(this, x, y, batch).Run(team);
    }

    /// <summary>dx from dy: the gradient of a maximum goes to its first place.</summary>
    /// <param name="x">The images of the forward pass.</param>
    /// <param name="y">The maxima of the forward pass.</param>
    /// <param name="dy">Like y.</param>
    /// <param name="dx">Like x.</param>
    /// <param name="batch">Images.</param>
    /// <param name="accumulate">Add to dx instead of overwriting it (it is not read then).</param>
    /// <param name="team">The threads to share the work with.</param>
    /// <exception cref="ArgumentException">A span has another length than the shapes say.</exception>
    public void MaximumGradient(
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> y,
        ReadOnlySpan<float> dy,
        Span<float> dx,
        int batch,
        bool accumulate,
        ThreadTeam team
    )
    {
        Require(x.Length, batch, InputLength, "x");
        Require(y.Length, batch, OutputLength, "y");
        Gradient<Maximum>(x, y, dy, dx, batch, accumulate, team);
    }

    /// <summary>y = the average of every window.</summary>
    /// <param name="x">[batch, height, width, channels].</param>
    /// <param name="y">[batch, rows, columns, channels]; overwritten.</param>
    /// <param name="batch">Images.</param>
    /// <param name="team">The threads to share the work with.</param>
    /// <exception cref="ArgumentException">A span has another length than the shapes say.</exception>
    public void Average(ReadOnlySpan<float> x, Span<float> y, int batch, ThreadTeam team)
    {
        Require(x.Length, batch, InputLength, "x");
        Require(y.Length, batch, OutputLength, "y");
        new PoolJob<Average>(this, x, y, batch).Run(team);
    }

    /// <summary>dx from dy: every number of a window gets its share.</summary>
    /// <param name="dy">[batch, rows, columns, channels].</param>
    /// <param name="dx">[batch, height, width, channels].</param>
    /// <param name="batch">Images.</param>
    /// <param name="accumulate">Add to dx instead of overwriting it (it is not read then).</param>
    /// <param name="team">The threads to share the work with.</param>
    /// <exception cref="ArgumentException">A span has another length than the shapes say.</exception>
    public void AverageGradient(ReadOnlySpan<float> dy, Span<float> dx, int batch, bool accumulate, ThreadTeam team) =>
        Gradient<Average>(default, default, dy, dx, batch, accumulate, team);

    private void Gradient<TPool>(
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> y,
        ReadOnlySpan<float> dy,
        Span<float> dx,
        int batch,
        bool accumulate,
        ThreadTeam team
    )
        where TPool : struct, IPool
    {
        Require(dy.Length, batch, OutputLength, "dy");
        Require(dx.Length, batch, InputLength, "dx");
        new PoolGradientJob<TPool>
        {
            Plan = this,
            Batch = batch,
            X = x,
            Y = y,
            Dy = dy,
            Dx = dx,
            Accumulates = accumulate,
        }.Run(team);
    }

    private static void Require(int actual, int batch, int length, string what)
    {
        if (actual != (long)batch * length)
        {
            throw new ArgumentException($"{what}: expected {(long)batch * length} floats, {batch} images of {length}, got {actual}.");
        }
    }
}
