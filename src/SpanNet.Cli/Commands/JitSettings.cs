using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Cli.Commands;

/// <summary>How the runtime compiles and collects in this process.</summary>
/// <param name="Runtime">Its name and version.</param>
/// <param name="TieredCompilation">Code is compiled quickly first, and well when it turns out to be hot.</param>
/// <param name="TieredPgo">In between, hot code is watched.</param>
/// <param name="QuickJitForLoops">Code with loops is compiled quickly first too.</param>
/// <param name="ServerGc">One heap per core.</param>
/// <param name="IsDebugBuild">The kernels were built without optimization.</param>
internal sealed record JitSettings(
    string Runtime,
    bool TieredCompilation,
    bool TieredPgo,
    bool QuickJitForLoops,
    bool ServerGc,
    bool IsDebugBuild
)
{
    /// <summary>Those of this process.</summary>
    public static JitSettings Read() =>
        new(
            RuntimeInformation.FrameworkDescription,
            IsOn("TieredCompilation", "System.Runtime.TieredCompilation"),
            IsOn("TieredPGO", "System.Runtime.TieredPGO"),
            IsOn("TC_QuickJitForLoops", "System.Runtime.TieredCompilation.QuickJitForLoops"),
            GCSettings.IsServerGC,
            typeof(SimdWidth).Assembly.GetCustomAttribute<DebuggableAttribute>()?.IsJITOptimizerDisabled ?? false
        );

    // As the runtime looks: the environment (in hexadecimal) before the program's own settings, and on where neither speaks.
    private static bool IsOn(string variable, string setting)
    {
        string? text = Environment.GetEnvironmentVariable($"DOTNET_{variable}");
        return int.TryParse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out int number)
            ? number != 0
            : !AppContext.TryGetSwitch(setting, out bool isOn) || isOn;
    }
}
