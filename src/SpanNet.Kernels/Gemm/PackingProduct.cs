using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Gemm;

/// <summary>
/// A product that brings its right factor into panels first. Whoever multiplies with panels makes them, so that they lie in the cache of its own core:
/// fetching from another core what that has just written cost a fifth of the time of dW 512 × 512 × 512.
/// </summary>
internal ref struct PackingProduct : IParallelJob
{
    /// <summary>The product, whose B is the room of <see cref="Source"/>.</summary>
    public Product Product;

    public PanelSource Source;

    private ProductParts parts;

    /// <summary>Runs both on <paramref name="team"/>.</summary>
    public void Run(ThreadTeam team)
    {
        parts = Product.Share(team);
        if (parts.Count > 1 && parts.AreColumns)
        {
            team.Run(this, parts.Count);
            return;
        }

        Source.Run(team);
        Product.Run(team);
    }

    /// <inheritdoc/>
    public readonly void Run(int part)
    {
        (int start, int end) = parts.Columns(part);
        Source.Make(start / Panels.Width, end / Panels.Width);
        Product.Run(part);
    }
}
