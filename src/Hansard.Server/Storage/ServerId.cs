using System.Text;

namespace Hansard.Server.Storage;

/// <summary>The name by which a server knows its own leases again after it was killed: kept in its data directory.</summary>
/// <param name="Value">A UUID.</param>
internal sealed record ServerId(string Value)
{
    // A UUID with hyphens.
    private const int Length = 36;

    /// <summary>Reads the id of a data directory, or makes one. A file that holds none is written anew.</summary>
    /// <param name="directory">Locked by this process.</param>
    /// <exception cref="IOException">It can be neither read nor written.</exception>
    /// <exception cref="UnauthorizedAccessException">It can be neither read nor written.</exception>
    public static ServerId Of(DataDirectory directory)
    {
        using var file = PrivateFile.Open(directory.ServerIdFile, FileMode.OpenOrCreate, FileAccess.ReadWrite);
        var text = new byte[Length];
        var length = file.ReadAtLeast(text, Length, throwOnEndOfStream: false);
        if (Guid.TryParseExact(Encoding.ASCII.GetString(text, 0, length), "D", out var known)) return new ServerId(known.ToString());

        var fresh = new ServerId(Guid.NewGuid().ToString());
        file.SetLength(0);
        file.Write(Encoding.ASCII.GetBytes(fresh.Value));
        file.Flush(flushToDisk: true);
        return fresh;
    }
}
