using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace SpanNet.Data;

/// <summary>
/// A file of unsigned bytes in MNIST's IDX format: 0, 0, 8, rank; the dimensions as big-endian 32-bit numbers; the bytes.
/// A large raw file is mapped, so that only the pages that are read take memory; others are read, or unpacked, once. Reading is
/// thread-safe. A mapped file must not be cut short by others while it is open.
/// </summary>
internal sealed class IdxFile : IDisposable
{
    private const byte UnsignedBytes = 8;

    /// <summary>Bytes from which a raw file is mapped. MNIST has 45 MiB: random rows of a mapping take three times as long as of memory.</summary>
    public const int SmallestMapped = 64 << 20;

    // One byte of deflate gives at most 1,032 bytes: a header that asks for more lies, and nothing is allocated for it.
    private const int LargestRatio = 1040;

    private readonly byte[]? memory;
    private readonly MemoryMappedFile? file;
    private readonly MemoryMappedViewAccessor? view;
    private readonly SafeBuffer? buffer;

    private IdxFile(string path, int rank)
    {
        Path = path;
        using FileStream stream = File.OpenRead(path);
        Span<byte> start = stackalloc byte[2];
        bool compressed = stream.ReadAtLeast(start, 2, throwOnEndOfStream: false) == 2 && start[0] == 0x1F && start[1] == 0x8B;
        stream.Position = 0;
        if (compressed)
        {
            using var gzip = new GZipStream(stream, CompressionMode.Decompress);
            Dimensions = ReadHeader(gzip, rank);
            memory = Unpack(gzip, stream.Length);
            return;
        }

        Dimensions = ReadHeader(stream, rank);
        int header = HeaderLength(rank);
        if (stream.Length - header != ByteCount)
        {
            throw Error($"the header promises {ByteCount} bytes of data, the file has {stream.Length - header}");
        }

        if (ByteCount < SmallestMapped)
        {
            memory = new byte[ByteCount];
            stream.ReadExactly(memory);
            return;
        }

        file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        view = file.CreateViewAccessor(0, stream.Length, MemoryMappedFileAccess.Read);
        buffer = view.SafeMemoryMappedViewHandle;
    }

    public string Path { get; }

    public int[] Dimensions { get; }

    private long ByteCount
    {
        get
        {
            long count = 1;
            foreach (int dimension in Dimensions)
            {
                count = Math.Min(count * dimension, long.MaxValue / int.MaxValue);
            }

            return count;
        }
    }

    /// <summary>Opens a file of <paramref name="rank"/> dimensions.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no such file, or damaged; the message is one line with its path.</exception>
    public static IdxFile Open(string path, int rank)
    {
        try
        {
            return new IdxFile(path, rank);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FileNotFoundException($"{path}: there is no such file.", path, e);
        }
    }

    /// <summary>Copies bytes of the data, counted from 0 behind the header.</summary>
    public void Read(long offset, Span<byte> destination)
    {
        if (memory is not null)
        {
            memory.AsSpan((int)offset, destination.Length).CopyTo(destination);
        }
        else
        {
            buffer!.ReadSpan((ulong)(offset + HeaderLength(Dimensions.Length)), destination);
        }
    }

    public void Dispose()
    {
        view?.Dispose();
        file?.Dispose();
    }

    private static int HeaderLength(int rank) => 4 + (4 * rank);

    private int[] ReadHeader(Stream stream, int rank)
    {
        Span<byte> header = stackalloc byte[HeaderLength(rank)];
        int count = ReadFully(stream, header);
        if (count >= 4 && (header[0] != 0 || header[1] != 0 || header[2] != UnsignedBytes || header[3] != rank))
        {
            throw Error(
                $"no IDX file of bytes with {rank} dimensions: it begins with {Convert.ToHexStringLower(header[..4])}, not 000008{rank:x2}"
            );
        }

        if (count < header.Length)
        {
            throw Error($"truncated: the header has {header.Length} bytes, the file {count}");
        }

        int[] dimensions = new int[rank];
        for (int i = 0; i < rank; i++)
        {
            dimensions[i] = BinaryPrimitives.ReadInt32BigEndian(header[(4 + (4 * i))..]);
            if (dimensions[i] < 0)
            {
                throw Error($"the header gives dimension {i} as {(uint)dimensions[i]}");
            }
        }

        return dimensions;
    }

    private byte[] Unpack(GZipStream gzip, long packedLength)
    {
        if (ByteCount > packedLength * LargestRatio || ByteCount > Array.MaxLength)
        {
            throw Error($"the header promises {ByteCount} bytes of data, more than {packedLength} bytes of gzip can hold");
        }

        byte[] bytes = new byte[ByteCount];
        int count = ReadFully(gzip, bytes);
        if (count < bytes.Length)
        {
            throw Error($"truncated: the header promises {bytes.Length} bytes of data, the file has {count}");
        }

        // Reading on to the end also makes the stream check its sum.
        Span<byte> rest = stackalloc byte[1];
        return ReadFully(gzip, rest) == 0 ? bytes : throw Error($"more data follows the {bytes.Length} bytes that the header promises");
    }

    private int ReadFully(Stream stream, Span<byte> destination)
    {
        try
        {
            return stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException e)
        {
            throw Error($"damaged gzip data ({e.Message.TrimEnd('.')})", e);
        }
    }

    private InvalidDataException Error(string message, Exception? inner = null) => new($"{Path}: {message}.", inner);
}
