using System.Diagnostics;

namespace SpanNet.Benchmarks.Guarding;

/// <summary>This program once more, in a process of its own.</summary>
internal static class GuardProcess
{
    /// <summary>Runs <c>guard</c> with <paramref name="options"/> to its end; the exit status.</summary>
    public static int Run(IEnumerable<string> options, params ReadOnlySpan<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["guard", .. options]);
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Insert(0, typeof(GuardProcess).Assembly.Location);
        }

        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process child = Process.Start(start)!;
        child.WaitForExit();
        return child.ExitCode;
    }
}
