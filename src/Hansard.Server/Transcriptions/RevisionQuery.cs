using System.Globalization;
using Hansard.Server.Contract;
using Hansard.Server.OpenApi;
using Microsoft.AspNetCore.Http;

namespace Hansard.Server.Transcriptions;

/// <summary>The revision of a transcript that a query asks for.</summary>
internal static class RevisionQuery
{
    private const string Name = "revision";

    private const string Latest = "latest";

    /// <summary>The parameter, for the description of the API.</summary>
    public static QueryParameter Parameter { get; } = new(
        Name, "string", false, "latest, or the number of a revision: a corrected transcript with its names. 0 (default): the original.");

    /// <summary>Reads the query.</summary>
    /// <returns>The number of the revision, 0 for the original; null where nothing is asked for, which is the original too.</returns>
    /// <exception cref="ApiException">It is neither, or there is no such revision.</exception>
    public static long? Read(IQueryCollection query, TranscriptionRow row)
    {
        var text = query[Name].ToString();
        if (text.Length == 0) return null;
        if (text == Latest) return row.Revision;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            throw ApiException.Invalid("invalid_value", $"query.{Name}", $"'{Name}' must be {Latest} or a number, not '{text}'.");
        return number <= row.Revision
            ? number
            : throw new ApiException(
                404, ErrorTypes.TranscriptionNotFound, $"This transcription has no revision {number}: its newest is {row.Revision}.");
    }
}
