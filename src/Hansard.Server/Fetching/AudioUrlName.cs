namespace Hansard.Server.Fetching;

/// <summary>What a recording is called that came by URL.</summary>
public static class AudioUrlName
{
    private const int MaximumLength = 255;

    /// <returns>The last path segment, decoded and without control characters, or the host where the path has none.</returns>
    public static string Of(Uri url)
    {
        var path = Uri.UnescapeDataString(url.AbsolutePath).Replace('\\', '/').TrimEnd('/');
        var segment = string.Concat(path[(path.LastIndexOf('/') + 1)..].Where(c => !char.IsControl(c))).Trim();
        if (segment.Length == 0 || segment is "." or "..") return url.IdnHost;
        return segment.Length <= MaximumLength ? segment : segment[..MaximumLength];
    }
}
