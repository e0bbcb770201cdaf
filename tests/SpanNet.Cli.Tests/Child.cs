using System.Diagnostics;

namespace SpanNet.Cli.Tests;

/// <summary>The program as a process of its own, its output read through pipes.</summary>
internal sealed class Child : IDisposable
{
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly Task<string> error;

    private Child(Process process)
    {
        this.process = process;
        error = process.StandardError.ReadToEndAsync();
    }

    public static Child Start(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "SpanNet.Cli.dll"));
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return new Child(Process.Start(start)!);
    }

    public static CommandResult Run(string folder, params string[] arguments)
    {
        using Child child = Start(folder, arguments);
        return child.End();
    }

    public string? ReadLine() => process.StandardOutput.ReadLine();

    /// <summary>What Ctrl-C sends.</summary>
    public void Interrupt()
    {
        using var kill = Process.Start("kill", ["-INT", $"{process.Id}"]);
        kill.WaitForExit();
    }

    public CommandResult End()
    {
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Assert.True(process.WaitForExit(patience), "The process does not end.");
        return new CommandResult(process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.Dispose();
    }
}
