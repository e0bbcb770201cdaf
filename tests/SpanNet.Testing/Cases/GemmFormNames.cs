namespace SpanNet.Testing.Cases;

/// <summary>Forms as the names of cases spell them.</summary>
internal static class GemmFormNames
{
    private static readonly (GemmForm Form, string Name)[] names =
    [
        (GemmForm.Forward, "fwd"),
        (GemmForm.WeightGradient, "dW"),
        (GemmForm.InputGradient, "dX"),
    ];

    /// <summary>The name of <paramref name="form"/>.</summary>
    public static string Of(GemmForm form) => names.First(entry => entry.Form == form).Name;

    /// <summary>The form called <paramref name="name"/>; null: none is.</summary>
    public static GemmForm? Find(string name) =>
        names.Where(entry => entry.Name == name).Select(entry => (GemmForm?)entry.Form).SingleOrDefault();
}
