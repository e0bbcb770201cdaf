namespace SpanNet.Models;

/// <summary>
/// Replaces a file in one step: readers, and the machine after a crash, see the old content or the new, never a part. Written to a
/// temporary file in the same folder, flushed to the disk, renamed.
/// </summary>
internal static class AtomicFile
{
    /// <summary>Lets <paramref name="write"/> fill the new content; on any exception the old file is as it was and the temporary one gone.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        string target = Path.GetFullPath(path);
        string temporary = Path.Combine(Path.GetDirectoryName(target) ?? target, $".{Path.GetRandomFileName()}.tmp");
        try
        {
            // Without a buffer: a failed write must not be tried again when the stream is closed.
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            Remove(temporary);
            throw;
        }
    }

    private static void Remove(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The first error tells more; what prevents the removal most likely prevented the writing.
        }
    }
}
