using System.Globalization;

namespace SpanNet.Benchmarks.Guarding;

/// <summary>
/// <c>guard</c>: fails when a hot work allocates, or when it is below its committed floor on a quiet core. <c>guard --refresh</c>: takes this
/// machine's figures less 15 % as its floors, at each vector width it has. <c>guard --slow 0.3</c>: makes each work slower by that
/// fraction, which must fail. <c>guard --slow 0.3 "gemm fwd 8x128x784"</c>: the same with some works alone.
/// </summary>
internal static class GuardCommand
{
    /// <summary>Runs it; the exit status.</summary>
    public static int Run(ReadOnlySpan<string> options)
    {
        switch (options)
        {
            case ["--slow", var text, .. var names]
                when double.TryParse(text, CultureInfo.InvariantCulture, out double slower) && slower > 0:
                return GuardCheck.Run(slower, names.ToArray());
            case ["--refresh"]:
                return GuardRefresh.Run(alsoNarrower: true);
            case [GuardRefresh.WidthOption]:
                return GuardRefresh.Run(alsoNarrower: false);
            case [] or [not ['-', ..], ..]:
                return GuardCheck.Run(0, options.ToArray());
            default:
                Console.Error.WriteLine("usage: guard [--refresh | --slow FRACTION] [WORK ...]");
                return 2;
        }
    }
}
