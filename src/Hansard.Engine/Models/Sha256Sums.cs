using System.Text;
using Hansard.Engine.Temporary;

namespace Hansard.Engine.Models;

/// <summary>The file SHA256SUMS of a model's folder, in the format of <c>sha256sum</c>: what its files were when they came.</summary>
internal static class Sha256Sums
{
    /// <summary>Its name.</summary>
    public const string FileName = "SHA256SUMS";

    /// <summary>Reads the sums of a folder; empty when it has none.</summary>
    /// <returns>From a path with forward slashes, relative to the folder, to a hash in lower-case hex.</returns>
    /// <exception cref="InvalidDataException">A line is not a sum.</exception>
    public static IReadOnlyDictionary<string, string> Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        var sums = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!File.Exists(path)) return sums;
        foreach (var line in ModelDocument.ReadLines(path))
        {
            if (line.Length == 0) continue;
            // 64 digits, a space, a space or an asterisk, the name.
            if (line.Length < 67 || line[64] != ' ' || !line.AsSpan(0, 64).ContainsOnlyHex())
                throw new InvalidDataException($"'{path}' has a line that is not a checksum: '{ModelDocument.Told(line)}'.");
            var name = line[66..];
            sums[name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name] = line[..64].ToLowerInvariant();
        }

        return sums;
    }

    /// <summary>Writes the sums of a folder, at once or not at all.</summary>
    public static void Write(string folder, IReadOnlyDictionary<string, string> sums)
    {
        var text = new StringBuilder();
        foreach (var (path, hash) in sums.OrderBy(sum => sum.Key, StringComparer.Ordinal))
            text.Append(hash).Append("  ./").Append(path).Append('\n');
        PendingFile.Write(Path.Combine(folder, FileName), Encoding.UTF8.GetBytes(text.ToString()), overwrite: true);
    }

    private static bool ContainsOnlyHex(this ReadOnlySpan<char> text)
    {
        foreach (var character in text)
            if (!char.IsAsciiHexDigit(character)) return false;
        return true;
    }
}
