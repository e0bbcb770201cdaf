using System.Diagnostics;

namespace SpanNet.Tests.Training;

/// <summary>Runs SpanNet.Testing.Child.</summary>
internal static class ChildProcess
{
    /// <summary>The lines that the child prints with <paramref name="variable"/> set to 0, and no other switch of the runtime set.</summary>
    public static string[] Run(string variable, params string[] arguments) =>
        Run(variable.Length > 0 ? [new(variable, "0")] : [], arguments);

    /// <summary>The lines that the child prints with <paramref name="variables"/> set, and no other switch of the runtime.</summary>
    public static string[] Run(IEnumerable<KeyValuePair<string, string>> variables, params string[] arguments)
    {
        string host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        string program = Path.Combine(AppContext.BaseDirectory, "SpanNet.Testing.Child.dll");
        var start = new ProcessStartInfo(host, ["exec", program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string name in start.Environment.Keys.Where(IsSwitch).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach ((string name, string value) in variables)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"The child ended with {process.ExitCode}: {errors.Result}");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    private static bool IsSwitch(string name) =>
        name.StartsWith("DOTNET_Enable", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("DOTNET_Tiered", StringComparison.OrdinalIgnoreCase);
}
