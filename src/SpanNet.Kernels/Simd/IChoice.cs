namespace SpanNet.Kernels.Simd;

/// <summary>Yes or no as a type, so that one loop compiles to a version for each.</summary>
internal interface IChoice
{
    static abstract bool Value { get; }
}
