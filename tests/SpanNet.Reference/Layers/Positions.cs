namespace SpanNet.Reference.Layers;

/// <summary>Positions in a tensor, and their numbers in row-major order.</summary>
public static class Positions
{
    /// <summary>Product of the extents.</summary>
    public static int Length(int[] extents) => extents.Aggregate(1, (a, b) => a * b);

    /// <summary>The position of element <paramref name="number"/>.</summary>
    public static int[] Of(int number, int[] extents)
    {
        int[] at = new int[extents.Length];
        for (int axis = extents.Length - 1; axis >= 0; axis--)
        {
            at[axis] = number % extents[axis];
            number /= extents[axis];
        }

        return at;
    }

    /// <summary>The number of the element at <paramref name="at"/>.</summary>
    public static int Number(int[] at, int[] extents)
    {
        int number = 0;
        for (int axis = 0; axis < extents.Length; axis++)
        {
            number = (number * extents[axis]) + at[axis];
        }

        return number;
    }
}
