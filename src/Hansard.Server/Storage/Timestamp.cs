namespace Hansard.Server.Storage;

/// <summary>Times as the database and the API write them.</summary>
internal static class Timestamp
{
    /// <summary>Milliseconds since 1970 UTC.</summary>
    public static long Milliseconds(this TimeProvider clock) => clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>ISO 8601 in UTC with Z.</summary>
    public static string ToIso(long milliseconds)
        => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'");
}
