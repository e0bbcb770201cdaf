using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using SpanNet.Kernels.Simd;

namespace SpanNet.Cli.Commands;

/// <summary>What the processor is and what this process uses of it.</summary>
/// <param name="Name">The maker's name for it.</param>
/// <param name="Architecture">X64 or Arm64, or another.</param>
/// <param name="InstructionSets">Those that matter here, found and not switched off, under the names of .NET.</param>
/// <param name="Lanes">Floats of the vectors chosen.</param>
internal sealed record ProcessorFacts(string Name, Architecture Architecture, IReadOnlyList<string> InstructionSets, int Lanes)
{
    /// <summary>Those of this machine.</summary>
    public static ProcessorFacts Read()
    {
        string? information = LinuxFile.TryRead("/proc/cpuinfo");
        return new(
            LinuxFile.Value(information, "model name")
                ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER")
                ?? $"{RuntimeInformation.ProcessArchitecture} on {RuntimeInformation.OSDescription}",
            RuntimeInformation.ProcessArchitecture,
            [.. Known().Where(set => set.IsSupported).Select(set => set.Name)],
            SimdWidth.Lanes
        );
    }

    private static (string Name, bool IsSupported)[] Known() =>
        [
            ("Sse42", Sse42.IsSupported),
            ("Avx", Avx.IsSupported),
            ("Avx2", Avx2.IsSupported),
            ("Fma", Fma.IsSupported),
            ("Avx512F", Avx512F.IsSupported),
            ("Avx512BW", Avx512BW.IsSupported),
            ("Avx512DQ", Avx512DQ.IsSupported),
            ("AdvSimd", AdvSimd.Arm64.IsSupported),
            ("Dp", Dp.Arm64.IsSupported),
        ];
}
