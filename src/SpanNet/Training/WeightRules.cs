using System.Collections.Immutable;
using SpanNet.Graphs;
using SpanNet.Kernels.Elementwise;
using SpanNet.Kernels.Optimizers;
using SpanNet.Kernels.Reductions;
using SpanNet.Planning;

namespace SpanNet.Training;

/// <summary>The <see cref="Regularization"/> of single layers, around the optimizer's step. Where no layer has one, two empty loops.</summary>
internal sealed class WeightRules
{
    private readonly ParameterStore store;
    private readonly ImmutableArray<Parameter> penalized;
    private readonly ImmutableArray<Parameter> limited;

    /// <summary>One limited parameter in canonical layout.</summary>
    private readonly float[] canonical;

    /// <summary>The rules for all parameters of <paramref name="store"/> but those that are <paramref name="frozen"/>.</summary>
    public WeightRules(ParameterStore store, IReadOnlySet<string> frozen)
    {
        this.store = store;
        var trained = store.Parameters.Where(parameter => !frozen.Contains(parameter.Name));
        penalized = [.. trained.Where(parameter => parameter.Spec.Regularization is { Penalizes: true })];
        limited = [.. trained.Where(parameter => parameter.Spec.Regularization is { Limits: true })];
        canonical = new float[limited.Select(parameter => parameter.Spec.Shape.Length).DefaultIfEmpty().Max()];
    }

    /// <summary>Adds the penalties' gradients to those of the backward pass.</summary>
    public void AddPenalties()
    {
        foreach (Parameter parameter in penalized)
        {
            Regularization rule = parameter.Spec.Regularization!;
            Span<float> g = store.Gradients.Slice(parameter.Slice.Offset, parameter.Slice.Length);
            ReadOnlySpan<float> w = store.Values.Slice(parameter.Slice.Offset, parameter.Slice.Length);
            Zip.Run(new Penalty(rule.L1, rule.L2), w, g, g);
        }
    }

    /// <summary>Scales the weights of every output whose norm is above its limit down to it.</summary>
    public void RestoreNorms()
    {
        foreach (Parameter parameter in limited)
        {
            float limit = parameter.Spec.Regularization!.MaxNorm;
            Span<float> weights = canonical.AsSpan(0, parameter.Spec.Shape.Length);
            int length = weights.Length / parameter.Spec.Shape[0];
            store.Export(parameter, weights);
            for (int at = 0; at < weights.Length; at += length)
            {
                Span<float> row = weights.Slice(at, length);
                float norm = MathF.Sqrt(SumOfSquares.Of(row));
                if (norm > limit)
                {
                    Zip.Run(new WeightedSum(limit / norm, 0f), row, row, row);
                }
            }

            store.Import(parameter, weights);
        }
    }
}
