namespace SpanNet.Testing;

/// <summary>The element at which a gradient is worst.</summary>
/// <param name="Relative">Its error; infinite when a NaN was met. See <see cref="GradientCheck.Worst(Func{double[], double}, double[], ReadOnlySpan{double})"/>.</param>
/// <param name="Index">Its index.</param>
/// <param name="Analytic">The gradient that was claimed.</param>
/// <param name="Numeric">The gradient by differences.</param>
public readonly record struct GradientError(double Relative, int Index, double Analytic, double Numeric);
