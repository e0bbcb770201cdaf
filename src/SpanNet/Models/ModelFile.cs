using System.Text.Json;
using SpanNet.Configuration;

namespace SpanNet.Models;

/// <summary>
/// Models as files: one safetensors file each, so that others can read the weights (32-bit floats, row-major, dense weights as
/// [outputs, inputs]); everything else stands as JSON in its metadata. Equal models give equal bytes.
/// </summary>
public static class ModelFile
{
    /// <summary>
    /// Writes <paramref name="model"/> to <paramref name="path"/> in one step: whatever goes wrong, an older file there is intact.
    /// </summary>
    /// <exception cref="ModelFileException">The disk is full, the place may not be written to, or a weight is not finite.</exception>
    public static void Save(Model model, string path)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(path);
        Save(model, path, static stream => stream);
    }

    /// <summary>
    /// Reads a model. The file is believed nothing: every size and offset is checked before memory is reserved, which stays
    /// within a small multiple of the file's size, and nothing in it is executed.
    /// </summary>
    /// <exception cref="ModelFileException">There is no such file, it cannot be read, or it is no intact model file.</exception>
    public static Model Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            return Load(stream, path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ModelFileException(path, "no such file", exception);
        }
        catch (Exception exception) when (IsOfFileSystem(exception))
        {
            throw new ModelFileException(path, $"cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Reads a model from a stream that can be sought; <paramref name="name"/> stands for it in messages.</summary>
    /// <exception cref="ModelFileException">It is no intact model file.</exception>
    internal static Model Load(Stream stream, string name)
    {
        try
        {
            return ModelFileReader.Read(stream);
        }
        catch (Exception exception) when (IsOfContent(exception))
        {
            string reason = exception is JsonException ? $"its header is no JSON: {exception.Message}" : exception.Message;
            throw new ModelFileException(name, reason, exception);
        }
    }

    /// <summary>As the public one; <paramref name="wrap"/> stands between, for tests of disks that fill up.</summary>
    internal static void Save(Model model, string path, Func<Stream, Stream> wrap)
    {
        try
        {
            AtomicFile.Write(path, stream => ModelFileWriter.Write(model, wrap(stream)));
        }
        catch (Exception exception) when (IsOfFileSystem(exception))
        {
            throw new ModelFileException(path, $"cannot be written: {exception.Message}", exception);
        }
        catch (InvalidDataException exception)
        {
            throw new ModelFileException(path, exception.Message, exception);
        }
    }

    private static bool IsOfFileSystem(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException;

    // Each is a way in which a part that reads the file says that it cannot be: JSON (InvalidOperationException: half a surrogate
    // pair), descriptions, shapes, sizes (Overflow, OutOfMemory), and a file that ends while it is read.
    private static bool IsOfContent(Exception exception) =>
        exception
            is JsonException
                or InvalidDataException
                or ConfigurationException
                or InvalidOperationException
                or ArgumentException
                or OverflowException
                or OutOfMemoryException
                or EndOfStreamException;
}
