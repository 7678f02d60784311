using System.Text.RegularExpressions;

namespace Hansard.Server.Configuration;

/// <summary>A place for recordings that several servers share: a folder, or a bucket.</summary>
/// <param name="Folder">The folder; null for a bucket.</param>
/// <param name="Bucket">The bucket; null for a folder.</param>
/// <param name="Prefix">What all names in the bucket begin with: empty, or with a slash at its end.</param>
internal sealed partial record ObjectsLocation(string? Folder, string? Bucket, string Prefix)
{
    private const string Scheme = "s3://";

    /// <summary>Longest prefix; with the longest name in it, a key stays below the 1,024 bytes that S3 takes.</summary>
    private const int LongestPrefix = 512;

    /// <summary>Reads <c>FOLDER</c> or <c>s3://BUCKET/PREFIX</c>.</summary>
    /// <exception cref="FormatException">It is neither; the message says why.</exception>
    public static ObjectsLocation Parse(string text)
    {
        if (!text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            if (text.Contains("://", StringComparison.Ordinal)) throw new FormatException("give a folder, or s3://BUCKET/PREFIX.");
            if (string.IsNullOrWhiteSpace(text)) throw new FormatException("it is empty: give a folder, or s3://BUCKET/PREFIX.");
            return new ObjectsLocation(Path.GetFullPath(text), null, "");
        }

        var rest = text[Scheme.Length..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var (bucket, prefix) = slash < 0 ? (rest, "") : (rest[..slash], rest[(slash + 1)..].Trim('/'));
        if (!BucketName().IsMatch(bucket))
            throw new FormatException($"'{bucket}' cannot be a bucket: its name has 3 to 63 lower-case letters, digits, dots and hyphens.");
        if (prefix.Length > LongestPrefix || !PrefixName().IsMatch(prefix))
            throw new FormatException(
                $"the prefix '{prefix}' has other characters than letters, digits, and any of . _ - / between them, or is too long.");
        return new ObjectsLocation(null, bucket, prefix.Length == 0 ? "" : prefix + "/");
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$")]
    private static partial Regex BucketName();

    [GeneratedRegex("^([A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*)?$")]
    private static partial Regex PrefixName();
}
