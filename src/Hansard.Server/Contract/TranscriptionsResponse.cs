using System.ComponentModel;

namespace Hansard.Server.Contract;

/// <summary>A page of transcriptions, newest first.</summary>
internal sealed record TranscriptionsResponse(
    IReadOnlyList<TranscriptionResponse> Transcriptions,
    [property: Description("For the next page; null on the last.")] string? NextPageCursor);
