using System.Globalization;
using Hansard.Server.Contract;
using Microsoft.AspNetCore.Http;

namespace Hansard.Server.Http;

/// <summary>The page of a list that a request asks for.</summary>
/// <param name="Limit">1 to 1000.</param>
/// <param name="Cursor">Null for the first page.</param>
internal sealed record PageQuery(int Limit, string? Cursor)
{
    private const int Maximum = 1000;

    /// <summary>Reads limit and cursor. An empty value counts as absent: the vendor's programs send an empty first cursor.</summary>
    /// <exception cref="ApiException">The limit is not a number from 1 to 1000.</exception>
    public static PageQuery Read(IQueryCollection query)
    {
        var limit = Maximum;
        var text = query["limit"].ToString();
        if (text.Length > 0 && (!int.TryParse(text, NumberStyles.None, null, out limit) || limit is < 1 or > Maximum))
            throw ApiException.Invalid("invalid_value", "query.limit", $"'limit' must be a whole number from 1 to {Maximum}.");
        var cursor = query["cursor"].ToString();
        return new PageQuery(limit, cursor.Length == 0 ? null : cursor);
    }
}
