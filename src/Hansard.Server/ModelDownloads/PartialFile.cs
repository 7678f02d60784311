using System.Security.Cryptography;

namespace Hansard.Server.ModelDownloads;

/// <summary>
/// Part of a file that has arrived, beside where the whole will be: <c>NAME.partial</c>, and in <c>NAME.partial.etag</c> the strong entity
/// tag of its version, without which it cannot be continued (RFC 9110, 13.1.5). Held open and locked, so that two downloads do not mix.
/// </summary>
internal sealed class PartialFile : IDisposable
{
    private readonly FileStream _stream;
    private readonly string _target;

    private PartialFile(string target, FileStream stream)
    {
        (_target, _stream) = (target, stream);
        EntityTag = stream.Length > 0 && File.Exists(TagPath) ? File.ReadAllText(TagPath) : null;
    }

    /// <summary>Bytes that are here.</summary>
    public long Length => _stream.Length;

    /// <summary>The version that they are a part of, quotes included; null: not known, so they are of no use.</summary>
    public string? EntityTag { get; private set; }

    /// <summary>True once they came in more than one answer.</summary>
    public bool IsJoined { get; set; }

    private string PartialPath => _target + ".partial";

    private string TagPath => _target + ".partial.etag";

    /// <summary>Opens what there is, or nothing.</summary>
    /// <exception cref="DownloadException">Another process has it open.</exception>
    public static PartialFile Open(string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        try
        {
            var stream = new FileStream(target + ".partial", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return new PartialFile(target, stream);
        }
        catch (IOException exception) when (exception is not (DirectoryNotFoundException or FileNotFoundException))
        {
            throw new DownloadException(
                $"Cannot write '{target}.partial': {exception.Message} If another download of it runs, wait for that.", exception);
        }
    }

    /// <summary>Throws away what is here, and begins with another version.</summary>
    public void Restart(string? entityTag)
    {
        _stream.SetLength(0);
        (EntityTag, IsJoined) = (entityTag, false);
        if (entityTag is null) File.Delete(TagPath);
        else File.WriteAllText(TagPath, entityTag);
    }

    /// <summary>Adds to the end.</summary>
    public ValueTask AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        _stream.Seek(0, SeekOrigin.End);
        return _stream.WriteAsync(bytes, cancellationToken);
    }

    /// <summary>The SHA-256 of what is here, in lower-case hex.</summary>
    public async Task<string> HashAsync(CancellationToken cancellationToken)
    {
        _stream.Seek(0, SeekOrigin.Begin);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(_stream, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Moves the whole file to its place, at once, over what is there.</summary>
    public void Complete()
    {
        _stream.Flush(flushToDisk: true);
        _stream.Dispose();
        File.Move(PartialPath, _target, overwrite: true);
        File.Delete(TagPath);
    }

    /// <summary>Closes the file; what is here stays for the next time, unless it is nothing or of no use.</summary>
    public void Dispose()
    {
        var useless = _stream.CanRead && (_stream.Length == 0 || EntityTag is null);
        _stream.Dispose();
        if (!useless) return;
        File.Delete(PartialPath);
        File.Delete(TagPath);
    }
}
