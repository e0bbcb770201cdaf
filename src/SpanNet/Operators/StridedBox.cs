using System.Numerics.Tensors;

namespace SpanNet.Operators;

/// <summary>
/// Elements of a tensor that a step along each axis reaches, offset + Σ iₖ·strideₖ, in row-major order of i. A slice, a transposed view, and
/// the inside of a padded image are boxes.
/// </summary>
internal sealed class StridedBox
{
    private readonly int offset;

    /// <summary>Outer axes; neighbours that can be walked as one are one.</summary>
    private readonly (int Extent, int Stride)[] axes;

    /// <summary>Elements and their distance along the innermost axis.</summary>
    private readonly int run;
    private readonly int step;

    public StridedBox(ReadOnlySpan<int> extents, ReadOnlySpan<int> strides, int offset)
    {
        this.offset = offset;
        Length = 1;
        var joined = new List<(int Extent, int Stride)>();
        for (int i = 0; i < extents.Length; i++)
        {
            Length *= extents[i];
            if (joined.Count > 0 && joined[^1].Stride == extents[i] * strides[i])
            {
                joined[^1] = (joined[^1].Extent * extents[i], strides[i]);
            }
            else if (extents[i] > 1)
            {
                joined.Add((extents[i], strides[i]));
            }
        }

        (run, step) = joined.Count > 0 ? joined[^1] : (1, 1);
        axes = [.. joined.SkipLast(1)];
    }

    /// <summary>Number of elements.</summary>
    public int Length { get; }

    /// <summary>The first element when all lie side by side in their order; else null.</summary>
    public int? Start => axes.Length == 0 && step == 1 ? offset : null;

    /// <summary>box ← tensor, or box ← box + tensor.</summary>
    public void Read(ReadOnlySpan<float> tensor, Span<float> box, bool add) => Walk(tensor, box, fromTensor: true, add);

    /// <summary>tensor ← box where the box is, or tensor ← tensor + box; the other elements stay.</summary>
    public void Write(ReadOnlySpan<float> box, Span<float> tensor, bool add) => Walk(box, tensor, fromTensor: false, add);

    private void Walk(ReadOnlySpan<float> source, Span<float> destination, bool fromTensor, bool add)
    {
        Span<int> index = stackalloc int[axes.Length];
        index.Clear();
        int inTensor = offset;
        for (int inBox = 0; inBox < Length; inBox += run)
        {
            if (step == 1)
            {
                ReadOnlySpan<float> from = source.Slice(fromTensor ? inTensor : inBox, run);
                Put(from, destination.Slice(fromTensor ? inBox : inTensor, run), add);
            }
            else if (fromTensor)
            {
                for (int i = 0; i < run; i++)
                {
                    float value = source[inTensor + (i * step)];
                    destination[inBox + i] = add ? destination[inBox + i] + value : value;
                }
            }
            else
            {
                for (int i = 0; i < run; i++)
                {
                    ref float value = ref destination[inTensor + (i * step)];
                    value = add ? value + source[inBox + i] : source[inBox + i];
                }
            }

            inTensor += Next(index);
        }
    }

    private static void Put(ReadOnlySpan<float> source, Span<float> destination, bool add)
    {
        if (add)
        {
            TensorPrimitives.Add(destination, source, destination);
        }
        else
        {
            source.CopyTo(destination);
        }
    }

    /// <summary>Steps the outer axes as an odometer; the way from one run to the next.</summary>
    private int Next(Span<int> index)
    {
        int way = 0;
        for (int k = axes.Length - 1; k >= 0; k--)
        {
            way += axes[k].Stride;
            if (++index[k] < axes[k].Extent)
            {
                break;
            }

            way -= axes[k].Extent * axes[k].Stride;
            index[k] = 0;
        }

        return way;
    }
}
