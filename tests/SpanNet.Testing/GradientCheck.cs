namespace SpanNet.Testing;

/// <summary>Compares a gradient with central differences, (f(x + h) − f(x − h)) / 2h.</summary>
/// <remarks>
/// The function must be in double: in float the differences drown in rounding. For a layer, take f(x) = Σ r · layer(x) over the
/// double reference with random r, and r as the upstream gradient.
/// </remarks>
public static class GradientCheck
{
    /// <summary>Steps relative to max(1, |x|): the first is the best for smooth functions, the others step less far over a kink.</summary>
    private static readonly double[] Steps = [1e-5, 1e-6, 1e-7];

    /// <summary>One-sided slopes that differ by more than this, relatively, mean that x itself lies on a kink.</summary>
    private const double Kink = 1e-3;

    /// <summary>Errors are relative to the element, but to no less than this share of the largest element.</summary>
    private const double Floor = 1e-2;

    /// <summary>The element of <paramref name="gradient"/> with the largest relative error.</summary>
    /// <remarks>
    /// The error is |a − d| / max(|a|, |d|, largest |a| / 100), with d the closest of the differences over three steps: a wrong
    /// gradient is wrong at every step, a kink between x − h and x + h disturbs the larger steps only. Where x itself lies on a
    /// kink, every slope between those to the left and to the right is right.
    /// </remarks>
    /// <param name="function">f; must not keep or change its argument.</param>
    /// <param name="x">Where; changed during the check, restored at the end.</param>
    /// <param name="gradient">What is claimed to be the gradient there.</param>
    public static GradientError Worst(Func<double[], double> function, double[] x, ReadOnlySpan<double> gradient)
    {
        if (gradient.Length != x.Length)
        {
            throw new ArgumentException($"The gradient has {gradient.Length} elements, the point {x.Length}.", nameof(gradient));
        }

        double largest = 0;
        foreach (double a in gradient)
        {
            largest = Math.Max(largest, Math.Abs(a));
        }

        double value = function(x);
        var worst = new GradientError(-1, -1, 0, 0);
        for (int i = 0; i < x.Length; i++)
        {
            double numeric = Nearest(function, x, i, value, gradient[i]);
            double relative = Relative(gradient[i], numeric, Floor * largest);
            if (relative > worst.Relative)
            {
                worst = new GradientError(relative, i, gradient[i], numeric);
            }
        }

        return worst;
    }

    /// <summary>The same for a gradient in float, as kernels make it.</summary>
    public static GradientError Worst(Func<double[], double> function, double[] x, ReadOnlySpan<float> gradient)
    {
        double[] wide = new double[gradient.Length];
        for (int i = 0; i < wide.Length; i++)
        {
            wide[i] = gradient[i];
        }

        return Worst(function, x, wide);
    }

    private static double Nearest(Func<double[], double> function, double[] x, int i, double value, double analytic)
    {
        double nearest = double.NaN;
        double left = 0;
        double right = 0;
        foreach (double step in Steps)
        {
            double h = step * Math.Max(1, Math.Abs(x[i]));
            double above = At(function, x, i, x[i] + h);
            double below = At(function, x, i, x[i] - h);
            double central = (above - below) / (2 * h);
            nearest = Math.Abs(central - analytic) >= Math.Abs(nearest - analytic) ? nearest : central;
            right = (above - value) / h;
            left = (value - below) / h;
        }

        bool onKink = Math.Abs(right - left) > Kink * Math.Max(1, Math.Max(Math.Abs(left), Math.Abs(right)));
        return onKink ? Math.Clamp(analytic, Math.Min(left, right), Math.Max(left, right)) : nearest;
    }

    private static double At(Func<double[], double> function, double[] x, int i, double moved)
    {
        double kept = x[i];
        x[i] = moved;
        double value = function(x);
        x[i] = kept;
        return value;
    }

    private static double Relative(double analytic, double numeric, double floor)
    {
        double error = Math.Abs(analytic - numeric);
        double scale = Math.Max(floor, Math.Max(Math.Abs(analytic), Math.Abs(numeric)));
        return double.IsNaN(error) ? double.PositiveInfinity
            : error == 0 ? 0
            : error / scale;
    }
}
