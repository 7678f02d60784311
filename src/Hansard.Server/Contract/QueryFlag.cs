using Microsoft.AspNetCore.Http;

namespace Hansard.Server.Contract;

/// <summary>Reads parameters of a query that are true or false.</summary>
internal static class QueryFlag
{
    /// <returns>False when it is absent.</returns>
    /// <exception cref="ApiException">It is neither true nor false.</exception>
    public static bool Read(IQueryCollection query, string name) => query[name].ToString() switch
    {
        "" or "false" => false,
        "true" => true,
        var other => throw ApiException.Invalid("invalid_value", $"query.{name}", $"'{name}' must be true or false, not '{other}'."),
    };
}
