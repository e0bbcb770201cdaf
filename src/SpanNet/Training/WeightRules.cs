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

    /// <summary>Those of its numbers that lead to one output.</summary>
    private readonly float[] ofOutput;

    /// <summary>The rules for all parameters of <paramref name="store"/> but those that are <paramref name="frozen"/>.</summary>
    public WeightRules(ParameterStore store, IReadOnlySet<string> frozen)
    {
        this.store = store;
        var trained = store.Parameters.Where(parameter => !frozen.Contains(parameter.Name));
        penalized = [.. trained.Where(parameter => parameter.Spec.Regularization is { Penalizes: true })];
        limited = [.. trained.Where(parameter => parameter.Spec.Regularization is { Limits: true })];
        canonical = new float[limited.Select(parameter => parameter.Spec.Shape.Length).DefaultIfEmpty().Max()];
        ofOutput = new float[canonical.Length];
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
            Span<float> weights = canonical.AsSpan(0, parameter.Spec.Shape.Length);
            store.Export(parameter, weights);
            Limit(weights, parameter.Spec);
            store.Import(parameter, weights);
        }
    }

    /// <summary>The weights lie as [groups, inputs, outputs, taps]; those of one output are a piece of taps for each input.</summary>
    private void Limit(Span<float> weights, ParameterSpec spec)
    {
        bool isTransposed = spec.TransposedGroups > 0;
        int groups = isTransposed ? spec.TransposedGroups : 1;
        int inputs = isTransposed ? spec.Shape[0] / groups : 1;
        int outputs = spec.Shape[isTransposed ? 1 : 0];
        int taps = weights.Length / (groups * inputs * outputs);
        float limit = spec.Regularization!.MaxNorm;
        Span<float> own = ofOutput.AsSpan(0, inputs * taps);
        for (int group = 0; group < groups; group++)
        {
            for (int output = 0; output < outputs; output++)
            {
                Span<float> pieces = weights[(((group * inputs * outputs) + output) * taps)..];
                for (int i = 0; i < inputs; i++)
                {
                    pieces.Slice(i * outputs * taps, taps).CopyTo(own[(i * taps)..]);
                }

                float norm = MathF.Sqrt(SumOfSquares.Of(own));
                if (norm > limit)
                {
                    Zip.Run(new WeightedSum(limit / norm, 0f), own, own, own);
                    for (int i = 0; i < inputs; i++)
                    {
                        own.Slice(i * taps, taps).CopyTo(pieces[(i * outputs * taps)..]);
                    }
                }
            }
        }
    }
}
