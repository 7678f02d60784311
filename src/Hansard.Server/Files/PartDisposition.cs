using System.Text.RegularExpressions;
using Microsoft.Net.Http.Headers;

namespace Hansard.Server.Files;

/// <summary>Content-Disposition of a part of a multipart form (RFC 7578, 4.2), as clients write it rather than as they should.</summary>
/// <param name="Name">Name of the field; null if there is none.</param>
/// <param name="Filename">Name of the file, as sent but for its quoting and half a character at its end; null if it is no file.</param>
internal sealed partial record PartDisposition(string? Name, string? Filename)
{
    /// <summary>Reads the header.</summary>
    /// <param name="header">Its value; null where it is missing.</param>
    /// <returns>Null if it is not the header of a form's part.</returns>
    public static PartDisposition? Parse(string? header)
    {
        if (ContentDispositionHeaderValue.TryParse(header, out var value))
        {
            return new PartDisposition(
                HeaderUtilities.RemoveQuotes(value.Name).Value,
                value.FileNameStar.HasValue
                    ? value.FileNameStar.Value
                    : Whole(HeaderUtilities.RemoveQuotes(value.FileName).Value));
        }

        // Clients that paste names into the header: blanks without quotes, or quotation marks within them.
        if (header is null || !header.StartsWith("form-data", StringComparison.OrdinalIgnoreCase)) return null;
        return new PartDisposition(Unescape(Find(header, "name")), Whole(Find(header, "filename")));
    }

    /// <summary>Finds a parameter, whose value ends only where another one, or nothing, follows.</summary>
    private static string? Find(string header, string name)
    {
        var starts = Parameter().Matches(header);
        for (var i = 0; i < starts.Count; i++)
        {
            if (!starts[i].Groups["name"].ValueSpan.Equals(name, StringComparison.OrdinalIgnoreCase)) continue;
            var start = starts[i].Index + starts[i].Length;
            var value = header[start..(i + 1 < starts.Count ? starts[i + 1].Index : header.Length)].Trim().TrimEnd(';').TrimEnd();
            return value is ['"', .. var inside] ? inside.EndsWith('"') ? inside[..^1] : inside : value;
        }

        return null;
    }

    // Clients that shorten a name to a number of bytes may cut its last character in two.
    private static string? Whole(string? sent) => Unescape(sent)?.TrimEnd('\uFFFD');

    // In quotes, Go and curl write \" and \\ for a quotation mark and a backslash, browsers %22. Other backslashes are of a Windows path.
    private static string? Unescape(string? name)
        => name is null ? null : QuotedPair().Replace(name, "$1").Replace("%22", "\"", StringComparison.Ordinal);

    [GeneratedRegex("""\\([\\"])""")]
    private static partial Regex QuotedPair();

    [GeneratedRegex(""";\s*(?<name>name|filename\*?)\s*=\s*""", RegexOptions.IgnoreCase)]
    private static partial Regex Parameter();
}
