using Hansard.Server.Contract;
using Hansard.Server.Http;
using Hansard.Server.Jobs;
using Hansard.Server.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hansard.Server.Transcriptions;

/// <summary>GET /v1/transcriptions/{id}/alternatives: an extension.</summary>
internal static class AlternativesApi
{
    /// <summary>Adds the route.</summary>
    public static void MapAlternatives(this IEndpointRouteBuilder routes)
        => routes.MapGet("/v1/transcriptions/{id}/alternatives", Get).WithTags("Transcriptions")
            .Ok<AlternativesResponse>("Get what else was heard in the place of words whose confidence is less than 0.6 (an extension)")
            .Errors(404, 409);

    private static IResult Get(string id, HttpContext context, ITranscriptionStore transcriptions)
    {
        var row = transcriptions.Requested(id, context);
        if (row.Status != JobStatus.Completed)
        {
            throw ApiException.InvalidState(
                $"This transcription is {row.Status}: what else was heard can be read when its status is completed.");
        }
        var words = TranscriptAlternatives.Read(transcriptions.Alternatives(row.Id));
        // Of a text that was given, what is in the place of no word is told by the alignment.
        return Reply.Json(new AlternativesResponse(row.Id, [.. words.Where(word => word.Text.Length > 0)]));
    }
}
