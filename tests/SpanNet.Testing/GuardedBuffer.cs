using System.ComponentModel;
using System.Runtime.InteropServices;

namespace SpanNet.Testing;

/// <summary>
/// Floats with an inaccessible page on either side: a kernel that reads or writes one element too far ends the process with
/// an access violation instead of passing by luck.
/// </summary>
/// <remarks>Pages are whole, the data need not be, so it can touch only one guard at a time: test with both spans.</remarks>
public sealed unsafe partial class GuardedBuffer : IDisposable
{
    private readonly int length;
    private readonly nuint pages;
    private readonly nuint data;
    private byte* memory;

    /// <summary>Room for <paramref name="length"/> floats, all 0.</summary>
    public GuardedBuffer(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        this.length = length;
        nuint page = (nuint)Environment.SystemPageSize;
        data = (((nuint)length * sizeof(float)) + page - 1) / page * page;
        pages = data + (2 * page);

        // Safety: this object owns the pages until Dispose; spans handed out must not outlive it.
        memory = OperatingSystem.IsWindows() ? ReserveOnWindows(page) : ReserveOnUnix(page);
    }

    /// <summary>Frees the pages of a buffer that nobody disposed.</summary>
    ~GuardedBuffer() => Free();

    /// <summary>The floats placed so that the first byte behind them is inaccessible.</summary>
    public Span<float> BeforeGuard => new(memory + Environment.SystemPageSize + data - ((nuint)length * sizeof(float)), length);

    /// <summary>The floats placed so that the last byte before them is inaccessible.</summary>
    public Span<float> BehindGuard => new(memory + Environment.SystemPageSize, length);

    /// <summary>A copy of <paramref name="values"/> right before a guard: <see cref="BeforeGuard"/> holds it.</summary>
    public static GuardedBuffer CopyOf(ReadOnlySpan<float> values)
    {
        var buffer = new GuardedBuffer(values.Length);
        values.CopyTo(buffer.BeforeGuard);
        return buffer;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private byte* ReserveOnUnix(nuint page)
    {
        const int none = 0;
        const int readAndWrite = 3;
        int privateAndAnonymous = OperatingSystem.IsMacOS() ? 0x1002 : 0x22;
        byte* start = MapMemory(null, pages, none, privateAndAnonymous, -1, 0);
        if (start == (byte*)-1 || (data > 0 && ProtectMemory(start + page, data, readAndWrite) != 0))
        {
            throw new Win32Exception();
        }

        return start;
    }

    private byte* ReserveOnWindows(nuint page)
    {
        const uint commit = 0x1000;
        const uint reserve = 0x2000;
        const uint noAccess = 1;
        const uint readWrite = 4;
        byte* start = VirtualAlloc(null, pages, reserve, noAccess);
        if (start == null || (data > 0 && VirtualAlloc(start + page, data, commit, readWrite) == null))
        {
            throw new Win32Exception();
        }

        return start;
    }

    private void Free()
    {
        if (memory == null)
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            const uint release = 0x8000;
            _ = VirtualFree(memory, 0, release);
        }
        else
        {
            _ = UnmapMemory(memory, pages);
        }

        memory = null;
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial byte* MapMemory(byte* address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int ProtectMemory(byte* address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int UnmapMemory(byte* address, nuint length);

    [LibraryImport("kernel32", SetLastError = true)]
    private static partial byte* VirtualAlloc(byte* address, nuint size, uint type, uint protection);

    [LibraryImport("kernel32", SetLastError = true)]
    private static partial int VirtualFree(byte* address, nuint size, uint type);
}
