using System.Globalization;
using SpanNet.Graphs;
using SpanNet.Kernels.Threading;
using SpanNet.Testing.Cases;

namespace SpanNet.Benchmarks.Works;

/// <summary>
/// Works by name, for benchmark parameters, the peers' protocol and the guard's floors:
/// <c>train mlp-s 32</c>, <c>infer tiny 1</c>, <c>step lstm 1</c> (of a stream), <c>gemm fwd 32x128x784</c>,
/// <c>gemm-packing fwd 64x64x64</c>, <c>conv dW 3x3 32-64 16x16 8</c>, <c>vector 1024 exp</c>, <c>tensor 1024 exp</c> (TensorPrimitives),
/// <c>loss 128x10 cross-entropy</c>, <c>update 262144 adam</c>, <c>forward 32 dense 5-7</c>, <c>backward 32 dense 5-7</c>. A name may
/// begin with <c>2t</c>: two threads.
/// </summary>
public static class WorkName
{
    /// <summary>Rows of the batch of a layer alone.</summary>
    public const int LayerBatch = 32;

    /// <summary>The work called <paramref name="name"/>.</summary>
    /// <exception cref="FormatException">No work is called so.</exception>
    public static Work Create(string name)
    {
        (string kind, string rest) = Cut(name);
        int threads = 1;
        if (kind.EndsWith('t') && int.TryParse(kind[..^1], CultureInfo.InvariantCulture, out threads))
        {
            (kind, rest) = Cut(rest);
        }
        else
        {
            threads = 1;
        }

        ThreadTeam team = threads == 1 ? ThreadTeam.Single : Teams.Of(threads);
        (string first, string second) = Cut(rest);
        return kind switch
        {
            "train" or "infer" => new NetworkWork(first, Number(second), kind == "train", team),
            "step" => new StepWork(first, Number(second), team),
            "gemm" => new GemmWork(GemmCase.Parse(rest), team, packs: false),
            "gemm-packing" => new GemmWork(GemmCase.Parse(rest), team, packs: true),
            "conv" => new ConvolutionWork(ConvolutionCase.Parse(rest), team),
            "vector" => new VectorWork(KernelCases.Of(second), Number(first)),
            "tensor" => new VectorWork(KernelCases.Of(second), Number(first), TensorKernels.Of(second)),
            "loss" => new LossWork(LossCases.Of(second), Number(first.Split('x')[0]), Number(first.Split('x')[1])),
            "update" => new UpdateWork(OptimizerCases.Of(second).Optimizer, Number(first), team),
            "forward" => new LayerWork(LayerCases.Of(second), PlanMode.Inference, Number(first)),
            "backward" => new LayerWork(LayerCases.Of(second), PlanMode.Training, Number(first)),
            _ => throw new FormatException($"'{name}' is no work; expected for example 'train mlp-s 32' or 'gemm fwd 32x128x784'."),
        };
    }

    private static (string Word, string Others) Cut(string text)
    {
        int space = text.IndexOf(' ', StringComparison.Ordinal);
        return space < 0 ? (text, "") : (text[..space], text[(space + 1)..]);
    }

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw new FormatException($"'{text}' is no number.");
}
