using SpanNet.Kernels.Gemm;

namespace SpanNet.Kernels.Convolution;

/// <summary>
/// How filters lie in memory: for every group the matrix [kernel height · kernel width · channels, outputs] in <see cref="Panels"/>.
/// Depthwise filters are one matrix [kernel height · kernel width, channels] in panels.
/// </summary>
public static class FilterPanels
{
    /// <summary>Floats of filters [<paramref name="outputs"/>, <paramref name="groupChannels"/>, <paramref name="taps"/>] with their padding.</summary>
    public static int Length(int outputs, int groupChannels, int taps, int groups) =>
        IsDepthwise(outputs, groupChannels, groups)
            ? Panels.Length(taps, outputs)
            : checked(groups * Panels.Length(taps * groupChannels, outputs / groups));

    /// <summary>panels ← canonical [outputs, groupChannels, taps]; the padding becomes 0.</summary>
    public static void Pack(ReadOnlySpan<float> canonical, Span<float> panels, int outputs, int groupChannels, int taps, int groups)
    {
        panels[..Length(outputs, groupChannels, taps, groups)].Clear();
        int i = 0;
        for (int output = 0; output < outputs; output++)
        {
            for (int channel = 0; channel < groupChannels; channel++)
            {
                for (int tap = 0; tap < taps; tap++)
                {
                    panels[IndexOf(output, channel, tap, outputs, groupChannels, taps, groups)] = canonical[i++];
                }
            }
        }
    }

    /// <summary>canonical [outputs, groupChannels, taps] ← panels.</summary>
    public static void Unpack(ReadOnlySpan<float> panels, Span<float> canonical, int outputs, int groupChannels, int taps, int groups)
    {
        int i = 0;
        for (int output = 0; output < outputs; output++)
        {
            for (int channel = 0; channel < groupChannels; channel++)
            {
                for (int tap = 0; tap < taps; tap++)
                {
                    canonical[i++] = panels[IndexOf(output, channel, tap, outputs, groupChannels, taps, groups)];
                }
            }
        }
    }

    private static bool IsDepthwise(int outputs, int groupChannels, int groups) => groups > 1 && groups == outputs && groupChannels == 1;

    private static int IndexOf(int output, int channel, int tap, int outputs, int groupChannels, int taps, int groups)
    {
        if (IsDepthwise(outputs, groupChannels, groups))
        {
            return Panels.IndexOf(tap, output, taps);
        }

        int groupOutputs = outputs / groups;
        int rows = taps * groupChannels;
        int group = output / groupOutputs;
        return (group * Panels.Length(rows, groupOutputs)) + Panels.IndexOf((tap * groupChannels) + channel, output % groupOutputs, rows);
    }
}
