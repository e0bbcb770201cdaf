using System.Runtime.InteropServices;
using System.Text.Json;
using SpanNet.Cli.Commands;

namespace SpanNet.Cli.Tests;

/// <summary><c>spannet doctor</c>.</summary>
public sealed class DoctorTests
{
    private static readonly ProcessorFacts processor = new("one", Architecture.X64, ["Avx2", "Fma"], 8);
    private static readonly CoreCount cores = new(4, 4, 4, null);
    private static readonly WidthSpeed widths = new(95, 100);
    private static readonly JitSettings jit = new(".NET", true, false, false, false, false);

    [Fact]
    public void The_program_has_no_tiering_traps_and_measures_plausible_figures()
    {
        JsonElement json = Child.Run(Path.GetTempPath(), "doctor", "--json").AssertDone().Json;
        Assert.False(json.GetProperty("tiered_pgo").GetBoolean());
        Assert.False(json.GetProperty("quick_jit_for_loops").GetBoolean());
        Assert.NotEqual("", json.GetProperty("processor").GetString());
        Assert.InRange(json.GetProperty("cores_allowed").GetInt32(), 1, json.GetProperty("cores").GetInt32());
        Assert.True(json.GetProperty("peak_gflops").GetDouble() > 0.1);
        Assert.True(json.GetProperty("dense_1024_gflops").GetDouble() > 0.1);
        Assert.True(json.GetProperty("dense_1040_gflops").GetDouble() > 0.1);
        JsonElement[] rows = [.. json.GetProperty("bandwidths").EnumerateArray()];
        Assert.Equal([16 << 10, 384 << 10, 3 << 20, 256 << 20], rows.Select(row => row.GetProperty("bytes").GetInt32()));
        Assert.All(rows, row => Assert.True(row.GetProperty("read_gb_per_s").GetDouble() > 0.1));
        Assert.All(rows, row => Assert.True(row.GetProperty("update_gb_per_s").GetDouble() > 0.1));
    }

    [Fact]
    public void Plain_lines_name_what_was_found()
    {
        var report = new DoctorReport(
            processor,
            cores with
            {
                Quota = 1.5,
            },
            [new CacheSize(3, "unified", 32 << 20, 4)],
            new MachineSpeed(100, [new MemoryBandwidth(16 << 10, 200, 150)]),
            widths,
            jit
        );
        using var output = new StringWriter { NewLine = "\n" };
        report.Show(new Reports.PlainReport(output));
        foreach (
            string text in (string[])
                [
                    "Avx2, Fma",
                    "256 bits, 8 floats",
                    "time of 1.5",
                    "L3 unified 32 MiB for 4 cores",
                    "100.0 GFLOP/s",
                    "95.0 GFLOP/s at 1024 wide, 100.0 at 1040",
                    "16 KiB",
                    "warning: ",
                ]
        )
        {
            Assert.Contains(text, output.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("0", 1)]
    [InlineData("0-3,8\n", 5)]
    [InlineData("0-1,4-7,9", 7)]
    [InlineData("", null)]
    [InlineData("3-1", null)]
    [InlineData("1-2-3", null)]
    [InlineData(null, null)]
    public void Lists_of_cores(string? text, int? count) => Assert.Equal(count, CoreCount.CountList(text));

    [Theory]
    [InlineData("150000 100000\n", 1.5)]
    [InlineData("max 100000\n", null)]
    [InlineData("100000 0", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Quotas(string? text, double? quota) => Assert.Equal(quota, CoreCount.ParseQuota(text));

    [Theory]
    [InlineData("48K\n", 48 << 10)]
    [InlineData("32M", 32 << 20)]
    [InlineData("512", 512)]
    [InlineData("much", 0)]
    public void Sizes_of_caches(string text, long bytes) => Assert.Equal(bytes, CacheSize.ParseBytes(text));

    [Fact]
    public void All_is_well_without_a_warning() => Assert.Empty(DoctorWarnings.For(processor, cores, widths, jit));

    [Fact]
    public void Each_trap_has_its_warning()
    {
        AssertWarns(DoctorWarnings.For(processor with { InstructionSets = ["Fma"] }, cores, widths, jit), "AVX2");
        AssertWarns(DoctorWarnings.For(processor with { InstructionSets = ["Avx2"] }, cores, widths, jit), "in software");
        AssertWarns(DoctorWarnings.For(processor with { Lanes = 1 }, cores, widths, jit), "no vectors");
        AssertWarns(DoctorWarnings.For(processor, cores with { Affinity = 1 }, widths, jit), "1 of the machine's 4 cores");
        AssertWarns(DoctorWarnings.For(processor, cores with { Allowed = 2 }, widths, jit), "2 of the machine's 4 cores");
        AssertWarns(DoctorWarnings.For(processor, cores with { Quota = 1.5 }, widths, jit), "1.5 of the machine's 4 cores");
        AssertWarns(DoctorWarnings.For(processor, cores, widths with { PowerOfTwo = 89 }, jit), "1024 inputs and outputs runs at 89 %");
        AssertWarns(DoctorWarnings.For(processor, cores, widths, jit with { IsDebugBuild = true }), "debug build");
        AssertWarns(
            DoctorWarnings.For(processor, cores, widths, jit with { QuickJitForLoops = true }),
            "TieredCompilationQuickJitForLoops"
        );
        AssertWarns(DoctorWarnings.For(processor, cores, widths, jit with { TieredPgo = true }), "TieredPGO");
        Assert.Empty(
            DoctorWarnings.For(processor, cores, widths, jit with { TieredCompilation = false, TieredPgo = true, QuickJitForLoops = true })
        );
        Assert.Empty(
            DoctorWarnings.For(processor with { Architecture = Architecture.Arm64, InstructionSets = ["AdvSimd"] }, cores, widths, jit)
        );
    }

    [Theory]
    [InlineData("doctor --jsn", "did you mean '--json'?")]
    [InlineData("doctor digits", "digits")]
    [InlineData("docter", "did you mean 'doctor'?")]
    public void Errors(string line, params string[] words) => InProcess.Run(line.Split(' ')).AssertFailed(2, words);

    private static void AssertWarns(IReadOnlyList<string> warnings, string word) =>
        Assert.Contains(word, Assert.Single(warnings), StringComparison.Ordinal);
}
