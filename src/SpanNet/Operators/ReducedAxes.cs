using SpanNet.Graphs;

namespace SpanNet.Operators;

/// <summary>
/// How a tensor is walked when some of its axes are reduced: runs of neighbouring elements that go either all to one element of the output,
/// or each to its own, side by side.
/// </summary>
internal sealed class ReducedAxes
{
    public ReducedAxes(Shape input, bool[] isReduced)
    {
        int inner = input.Rank;
        Run = 1;
        RunIsReduced = isReduced[^1];
        while (inner > 0 && isReduced[inner - 1] == RunIsReduced)
        {
            Run *= input[--inner];
        }

        Count = 1;
        int outputStride = 1;
        int[] strides = new int[input.Rank];
        for (int i = input.Rank - 1; i >= 0; i--)
        {
            strides[i] = isReduced[i] ? 0 : outputStride;
            Count *= isReduced[i] ? input[i] : 1;
            outputStride *= isReduced[i] ? 1 : input[i];
        }

        InputLength = input.Length;
        OutputLength = outputStride;
        Targets = new int[input.Length / Run];
        for (int i = 0; i < Targets.Length; i++)
        {
            int rest = i;
            for (int axis = inner - 1; axis >= 0; axis--)
            {
                Targets[i] += rest % input[axis] * strides[axis];
                rest /= input[axis];
            }
        }
    }

    /// <summary>Floats of one sample of the input.</summary>
    public int InputLength { get; }

    /// <summary>Floats of one sample of the output.</summary>
    public int OutputLength { get; }

    /// <summary>Elements of the input per element of the output.</summary>
    public int Count { get; }

    /// <summary>Elements of a run.</summary>
    public int Run { get; }

    /// <summary>Whether a run goes to one element of the output.</summary>
    public bool RunIsReduced { get; }

    /// <summary>For each run, in the order of the input, where in the output it goes.</summary>
    public int[] Targets { get; }
}
