using SpanNet.Kernels.Attention;

namespace SpanNet.Operators;

/// <summary>What <see cref="MultiHeadAttentionOp"/> needs to know of its layer; operators know no layers.</summary>
/// <param name="Shape">The sizes.</param>
/// <param name="KeyInput">Number of the input that keys come from.</param>
/// <param name="ValueInput">Number of the input that values come from.</param>
/// <param name="MaskInput">Number of the input that masks keys; negative: none does.</param>
/// <param name="HasBias">Whether the projections have biases.</param>
/// <param name="Dropout">Share of the weights that is dropped in training.</param>
internal readonly record struct AttentionPlan(
    AttentionShape Shape,
    int KeyInput,
    int ValueInput,
    int MaskInput,
    bool HasBias,
    float Dropout
);
