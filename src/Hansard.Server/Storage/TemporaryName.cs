namespace Hansard.Server.Storage;

/// <summary>Names of files that are in the making: <c>hansard-UUID.part</c>.</summary>
internal static class TemporaryName
{
    private const string Prefix = "hansard-";
    private const string Suffix = ".part";

    // Version 1 of the schema: a UUID without hyphens.
    private const int EarlierLength = 32;

    /// <summary>The name under which a recording arrives.</summary>
    public static string Of(string blob) => Prefix + blob + Suffix;

    /// <summary>The recording that arrives under a name; null when this server does not give such names.</summary>
    public static string? BlobOf(string name)
    {
        if (!name.StartsWith(Prefix, StringComparison.Ordinal) || !name.EndsWith(Suffix, StringComparison.Ordinal)) return null;
        var blob = name[Prefix.Length..^Suffix.Length];
        return BlobName.IsValid(blob) ? blob : null;
    }

    /// <summary>Tells the names that the first version gave.</summary>
    public static bool IsEarlier(string name) => name.Length == EarlierLength && name.All(char.IsAsciiHexDigitLower);
}
