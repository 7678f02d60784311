using Hansard.Server.Storage;

namespace Hansard.Server.Fetching;

/// <summary>Names recordings that came by URL.</summary>
public static class AudioUrlName
{
    /// <returns>The last path segment, decoded and without control characters, or the host where the path has none.</returns>
    public static string Of(Uri url) => RecordingName.LastSegment(Uri.UnescapeDataString(url.AbsolutePath)) ?? url.IdnHost;
}
