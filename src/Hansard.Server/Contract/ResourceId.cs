namespace Hansard.Server.Contract;

/// <summary>Ids as clients send them.</summary>
internal static class ResourceId
{
    /// <returns>The id as the database writes it; null when it is not a UUID, so that nothing can have it.</returns>
    public static string? Parse(string id) => Guid.TryParseExact(id, "D", out var guid) ? guid.ToString() : null;
}
