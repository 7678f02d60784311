using Hansard.Server.Jobs;

namespace Hansard.Server.Doors.OpenAi;

/// <summary>The options of a request, checked.</summary>
internal sealed record AudioRequest
{
    /// <summary>The call.</summary>
    public required AudioTask Task { get; init; }

    /// <summary>The model as it was named.</summary>
    public required string Model { get; init; }

    /// <summary>One of <see cref="AudioFormat"/>.</summary>
    public required string Format { get; init; }

    /// <summary>The text comes as events while it is recognised.</summary>
    public bool IsStream { get; init; }

    /// <summary>Pieces of text come with how sure they are.</summary>
    public bool HasLogprobs { get; init; }

    /// <summary>The format verbose_json has segments.</summary>
    public bool HasSegments { get; init; }

    /// <summary>The format verbose_json has words.</summary>
    public bool HasWords { get; init; }

    /// <summary>Repeated in segments; the decoder has no use for it.</summary>
    public double Temperature { get; init; }

    /// <summary>Names of the people whose voices were sent, in their order.</summary>
    public IReadOnlyList<string> SpeakerNames { get; init; } = [];

    /// <summary>The file and the transcription stay.</summary>
    public bool Keep { get; init; }

    /// <summary>The transcription that is asked for.</summary>
    public required TranscriptionRequest Transcription { get; init; }

    /// <summary>Media type of the answer.</summary>
    public string ContentType => IsStream ? "text/event-stream"
        : AudioFormat.IsJson(Format) ? "application/json; charset=utf-8"
        // As the hosted service answers all that is text.
        : "text/plain; charset=utf-8";
}
