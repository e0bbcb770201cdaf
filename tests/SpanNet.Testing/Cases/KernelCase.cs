namespace SpanNet.Testing.Cases;

/// <summary>A kernel over vectors, and what it should compute, in double.</summary>
/// <param name="Name">Unique.</param>
/// <param name="Kernels">The types of SpanNet.Kernels that the case runs.</param>
/// <param name="Run">Runs it.</param>
/// <param name="Reference">The same mathematics, slow and obvious.</param>
public sealed record KernelCase(string Name, Type[] Kernels, VectorKernel Run, Func<double[], double[], double[]> Reference)
{
    /// <summary>Inputs that are read: 1 or 2.</summary>
    public int Inputs { get; init; } = 1;

    /// <summary>Results for n inputs; 0: n.</summary>
    public int Results { get; init; }

    /// <summary>Floating-point operations of an element as the kernel's formula has them; 0: memory is what counts.</summary>
    public int Operations { get; init; }

    /// <summary>Inputs lie in (Least, Least + Range).</summary>
    public float Least { get; init; } = -3f;

    /// <summary>See <see cref="Least"/>.</summary>
    public float Range { get; init; } = 6f;

    /// <summary>Bytes that move for n elements.</summary>
    public long Bytes(int n) => sizeof(float) * (((long)Inputs * n) + (Results == 0 ? n : Results));

    public override string ToString() => Name;
}
