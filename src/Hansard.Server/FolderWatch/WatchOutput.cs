using System.Security.Cryptography;
using Hansard.Engine.Temporary;

namespace Hansard.Server.FolderWatch;

/// <summary>The folder of the transcripts. Files appear in it whole or not at all.</summary>
/// <param name="folder">The folder, which exists.</param>
internal sealed class WatchOutput(string folder)
{
    // More than most transcripts have, so that a full disk shows before the long work.
    private const int ProbeBytes = 1 << 20;

    /// <summary>SHA-256 of bytes, as the journal has it.</summary>
    public static string HashOf(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>Finds out whether something can be written, to the folder that was opened.</summary>
    /// <exception cref="IOException">It cannot; the message says why.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be.</exception>
    public void Probe()
    {
        // Of a share that is gone, an empty folder stays, and what is written to it lies on the wrong disk.
        if (!Directory.Exists(System.IO.Path.Combine(folder, WatchJournal.Folder)))
            throw new IOException($"'{folder}' is not the folder that it was: is its disk or share mounted?");
        using var probe = Begin("probe");
        probe.Content.Write(new byte[ProbeBytes]);
        probe.Content.Flush(flushToDisk: true);
    }

    /// <summary>Tells whether there is a file, or something else, under a path.</summary>
    public bool Exists(string path) => System.IO.Path.Exists(Of(path));

    /// <summary>SHA-256 of a file's content; null if there is none.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public async Task<string?> HashAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            using var file = new FileStream(
                Of(path), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, useAsync: true);
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Writes a file, in the place of one that is there if that may be.</summary>
    /// <exception cref="IOException">It cannot be written, or is there already.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void Write(string path, byte[] content, bool overwrite)
    {
        using var pending = Begin(path);
        pending.Content.Write(content);
        MakeFolderOf(path);
        pending.Commit(overwrite);
    }

    /// <summary>Gives a file another name. Nothing is written over.</summary>
    /// <exception cref="IOException">It cannot be done.</exception>
    public void Move(string from, string to)
    {
        MakeFolderOf(to);
        File.Move(Of(from), Of(to), overwrite: false);
    }

    /// <summary>Copies a file. Nothing is written over.</summary>
    /// <exception cref="IOException">It cannot be done.</exception>
    public void Copy(string from, string to) => Write(to, File.ReadAllBytes(Of(from)), overwrite: false);

    /// <summary>Deletes a file, if it is there.</summary>
    /// <exception cref="IOException">It cannot be done.</exception>
    public void Delete(string path)
    {
        if (Exists(path)) File.Delete(Of(path));
    }

    private string Of(string path) => System.IO.Path.Combine(folder, path);

    // In the journal's folder, which is swept of what a kill left, and which no media server looks into.
    private PendingFile Begin(string path) => PendingFile.Create(Of(path), folder: System.IO.Path.Combine(folder, WatchJournal.Folder));

    private void MakeFolderOf(string path) => Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Of(path))!);
}
