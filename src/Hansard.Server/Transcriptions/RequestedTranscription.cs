using Hansard.Server.Contract;
using Hansard.Server.Http;
using Microsoft.AspNetCore.Http;

namespace Hansard.Server.Transcriptions;

/// <summary>Finds the transcription that the path of a request names.</summary>
internal static class RequestedTranscription
{
    /// <param name="transcriptions">All of them.</param>
    /// <param name="id">As the path has it.</param>
    /// <param name="context">The request, whose project's transcriptions alone are there for it.</param>
    /// <exception cref="ApiException">The project has no transcription of this id.</exception>
    public static TranscriptionRow Requested(this ITranscriptionStore transcriptions, string id, HttpContext context)
        => (ResourceId.Parse(id) is { } known ? transcriptions.Find(context.Project().Id, known) : null)
            ?? throw ApiException.TranscriptionNotFound();
}
