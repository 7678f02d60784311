using Hansard.Server.Jobs;

namespace Hansard.Server.Doors.WhisperAsr;

/// <summary>The options of a request, checked.</summary>
internal sealed record AsrRequest
{
    /// <summary>The form of the answer as it was sent; an unknown one is text.</summary>
    public required string Output { get; init; }

    /// <summary>The model as it was named.</summary>
    public required string Model { get; init; }

    /// <summary>The text in English.</summary>
    public bool IsTranslation { get; init; }

    /// <summary>JSON has words.</summary>
    public bool HasWords { get; init; }

    /// <summary>True: a recording in any format; false: samples without a header, unless it has one.</summary>
    public bool IsEncoded { get; init; }

    /// <summary>The transcription that is asked for.</summary>
    public required TranscriptionRequest Transcription { get; init; }
}
