using System.Globalization;
using System.Runtime.InteropServices;

namespace SpanNet.Cli.Commands;

/// <summary>What costs speed here, in plain words.</summary>
internal static class DoctorWarnings
{
    /// <summary>The warnings; none when all is well.</summary>
    public static IReadOnlyList<string> For(ProcessorFacts processor, CoreCount cores, WidthSpeed widths, JitSettings jit)
    {
        List<string> warnings = [];
        if (processor.Architecture is Architecture.X64 or Architecture.X86)
        {
            AddMissing(warnings, processor.InstructionSets);
        }

        if (processor.Lanes == 1)
        {
            warnings.Add("no vectors: every float is computed alone");
        }

        if (Math.Min(cores.Allowed, cores.Affinity ?? cores.Allowed) is int allowed && allowed < cores.Machine)
        {
            warnings.Add(Text($"this process may use {allowed} of the machine's {cores.Machine} cores"));
        }

        if (cores.Quota is double quota && quota < cores.Machine)
        {
            warnings.Add(
                Text(
                    $"the container may spend the time of {quota:0.##} of the machine's {cores.Machine} cores; it is halted when that is used up"
                )
            );
        }

        if (widths.IsTrap)
        {
            warnings.Add(
                Text(
                    $"a dense layer of {WidthSpeed.Power} inputs and outputs runs at {100 * widths.PowerOfTwo / widths.Beside:0} % of the speed "
                )
                    + Text(
                        $"of one of {WidthSpeed.NoPower}: rows a power of two apart drive each other out of the caches; prefer such widths"
                    )
            );
        }

        if (jit.IsDebugBuild)
        {
            warnings.Add("this is a debug build: the kernels are not optimized; build with -c Release");
        }

        if (jit is { TieredCompilation: true, QuickJitForLoops: true })
        {
            warnings.Add(
                "loops start in unoptimized code: the first calls are many times too slow; set TieredCompilationQuickJitForLoops to false"
            );
        }

        if (jit is { TieredCompilation: true, TieredPgo: true })
        {
            warnings.Add(
                "hot code is watched before it is optimized (tiered PGO): warm up longer before measuring, or set TieredPGO to false"
            );
        }

        return warnings;
    }

    private static void AddMissing(List<string> warnings, IReadOnlyList<string> found)
    {
        if (!found.Contains("Avx2"))
        {
            warnings.Add("no AVX2, or it is switched off: vectors have 4 floats at most");
        }

        if (!found.Contains("Fma"))
        {
            warnings.Add("no FMA, or it is switched off: fused multiply-adds run in software, many times slower");
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
