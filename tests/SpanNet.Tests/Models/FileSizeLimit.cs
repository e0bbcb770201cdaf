using System.Runtime.InteropServices;

namespace SpanNet.Tests.Models;

/// <summary>
/// Lets no file of this process grow beyond a size until it is disposed: the system refuses the write as it does on a full disk.
/// Linux only, and only where no other test runs.
/// </summary>
internal sealed partial class FileSizeLimit : IDisposable
{
    private const int FileSize = 1; // RLIMIT_FSIZE
    private const int ExceededSignal = 25; // SIGXFSZ
    private const nint Ignore = 1; // SIG_IGN

    private readonly Limit before;

    public FileSizeLimit(long bytes)
    {
        // The signal would end the process; ignored, the write fails with EFBIG.
        _ = Signal(ExceededSignal, Ignore);
        Check(GetLimit(FileSize, out before));
        Check(SetLimit(FileSize, new Limit { Soft = (ulong)bytes, Hard = before.Hard }));
    }

    public void Dispose() => Check(SetLimit(FileSize, before));

    private static void Check(int result) => Assert.Equal(0, result);

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint Signal(int number, nint handler);

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int resource, out Limit limit);

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    private static partial int SetLimit(int resource, in Limit limit);

    private struct Limit
    {
        public ulong Soft;
        public ulong Hard;
    }
}
