namespace SpanNet.Kernels.Optimizers;

/// <summary>
/// What surrounds an <see cref="IUpdateRule"/> for every parameter w with raw gradient g:
/// ĝ = scale · clamp(g, −cut, cut) + L2·w + L1·sign(w), then w ← keep·w − rate · direction(ĝ).
/// </summary>
public readonly record struct UpdateTerms
{
    /// <summary>Terms that change nothing, with the given rate.</summary>
    public UpdateTerms(float rate) => Rate = rate;

    /// <summary>Factor of the direction.</summary>
    public float Rate { get; init; }

    /// <summary>Largest magnitude of a gradient element; infinite: no limit. NaN stays NaN.</summary>
    public float Cut { get; init; } = float.PositiveInfinity;

    /// <summary>Factor of the cut gradient (from clipping by norm).</summary>
    public float Scale { get; init; } = 1f;

    /// <summary>Factor of sign(w) in the gradient, with sign(0) = 0.</summary>
    public float L1 { get; init; }

    /// <summary>Factor of w in the gradient.</summary>
    public float L2 { get; init; }

    /// <summary>Factor of w outside the gradient: 1 − rate · decay.</summary>
    public float Keep { get; init; } = 1f;

    /// <summary>The same rate and clipping without L1, L2 and decay: for biases.</summary>
    public UpdateTerms WithoutPenalties => this with { L1 = 0f, L2 = 0f, Keep = 1f };

    /// <summary>Whether the parameters themselves change what is done to them.</summary>
    public bool Penalizes => L1 != 0f || L2 != 0f || Keep != 1f;

    internal bool Clips => Scale != 1f || Cut != float.PositiveInfinity;
}
