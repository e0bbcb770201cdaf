using SpanNet.Configuration;

namespace SpanNet.Initializers;

/// <summary>The initializers that files can name.</summary>
public static class InitializerCatalog
{
    /// <summary>Name and reader of each.</summary>
    public static Catalog<Initializer> All { get; } =
        new(
            "initializer",
            ("zeros", _ => new Zeros()),
            ("ones", _ => new Ones()),
            ("constant", Constant.Read),
            ("uniform", Uniform.Read),
            ("normal", Normal.Read),
            ("truncated-normal", TruncatedNormal.Read),
            ("xavier-uniform", XavierUniform.Read),
            ("xavier-normal", XavierNormal.Read),
            ("he-uniform", HeUniform.Read),
            ("he-normal", HeNormal.Read),
            ("lecun-uniform", LeCunUniform.Read),
            ("lecun-normal", LeCunNormal.Read),
            ("orthogonal", Orthogonal.Read)
        );
}
