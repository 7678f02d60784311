using System.Text.Json;
using Hansard.Server.Contract;
using Hansard.Server.Jobs;
using Hansard.Server.Jobs.Dispatch;
using Hansard.Server.Storage;

namespace Hansard.Server.Transcriptions;

/// <summary>A transcription, as the database has it.</summary>
internal sealed record TranscriptionRow
{
    private const string Mask = "******************";

    /// <summary>Its place in the order of insertion.</summary>
    public long Seq { get; init; }

    /// <summary>A UUID.</summary>
    public required string Id { get; init; }

    /// <summary>One of <see cref="JobStatus"/>.</summary>
    public required string Status { get; init; }

    /// <summary>One of <see cref="RequestSource"/>.</summary>
    public required string Source { get; init; }

    /// <summary>As the client named it.</summary>
    public required string Model { get; init; }

    /// <summary>URL of the recording; null when it was uploaded.</summary>
    public string? AudioUrl { get; init; }

    /// <summary>The uploaded file, which may be deleted.</summary>
    public string? FileId { get; init; }

    /// <summary>The recording's bytes in the object store; null while they are still to be downloaded.</summary>
    public string? Blob { get; init; }

    /// <summary>Of the upload or the URL.</summary>
    public required string Filename { get; init; }

    /// <summary>JSON of <see cref="TranscriptionRequest"/>.</summary>
    public required string RequestJson { get; init; }

    /// <summary>The client's own name for it.</summary>
    public string? ClientReferenceId { get; init; }

    /// <summary>URL that is told of the transcription's end.</summary>
    public string? WebhookUrl { get; init; }

    /// <summary>A header to tell it with.</summary>
    public string? WebhookAuthHeaderName { get; init; }

    /// <summary>Secret: shown masked. Empty once the job has ended, as the outbox has it then.</summary>
    public string? WebhookAuthHeaderValue { get; init; }

    /// <summary>Status of the webhook receiver's last answer.</summary>
    public int? WebhookStatusCode { get; init; }

    /// <summary>Milliseconds since 1970 UTC.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>Null until processing has begun.</summary>
    public long? AudioDurationMs { get; init; }

    /// <summary>Milliseconds of the recording that have been transcribed.</summary>
    public long TranscribedMs { get; init; }

    /// <summary>Of a job that failed.</summary>
    public string? ErrorType { get; init; }

    /// <summary>Of a job that failed.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>JSON array of sentences; null: none.</summary>
    public string? WarningsJson { get; init; }

    /// <summary>JSON array of <see cref="SpeakerEntry"/>; null: not diarized, or not completed.</summary>
    public string? SpeakersJson { get; init; }

    /// <summary>One of <see cref="JobStage"/>; null unless it is being processed.</summary>
    public string? Stage { get; init; }

    /// <summary>JSON array of <see cref="TrackEntry"/>; null: one track, or not completed.</summary>
    public string? TracksJson { get; init; }

    /// <summary>JSON array of strings; null: none.</summary>
    public string? TagsJson { get; init; }

    /// <summary>Written by people.</summary>
    public string? Notes { get; init; }

    /// <summary>Counts the changes that people made.</summary>
    public long Version { get; init; }

    /// <summary>Number of the newest revision of the transcript; 0: none.</summary>
    public long Revision { get; init; }

    /// <summary>Within its project, the higher comes first.</summary>
    public int Priority { get; init; }

    /// <summary>The options that were asked for.</summary>
    public TranscriptionRequest Request() => JsonSerializer.Deserialize<TranscriptionRequest>(RequestJson, JsonSettings.Stored)!;

    /// <summary>Indicates whether a part of the recording is transcribed, and not all of it.</summary>
    public bool IsPart => Request().IsPart;

    /// <summary>The speakers, and who they may be; null: not diarized, or not completed.</summary>
    public IReadOnlyList<SpeakerEntry>? Speakers()
        => SpeakersJson is null ? null : JsonSerializer.Deserialize<SpeakerEntry[]>(SpeakersJson, JsonSettings.Stored);

    /// <summary>The sound tracks; null: one, or not completed.</summary>
    public IReadOnlyList<TrackEntry>? Tracks()
        => TracksJson is null ? null : JsonSerializer.Deserialize<TrackEntry[]>(TracksJson, JsonSettings.Stored);

    /// <summary>Length of the recording; zero while it is not known.</summary>
    public TimeSpan Duration => TimeSpan.FromMilliseconds(AudioDurationMs ?? 0);

    /// <summary>The same transcription to be made again, without its webhook: the secret of that is not kept.</summary>
    /// <param name="source">One of <see cref="RequestSource"/>.</param>
    public NewTranscription Again(string source) => new()
    {
        Model = Model,
        AudioUrl = AudioUrl is null ? null : new SentUrl(new Uri(AudioUrl), AudioUrl),
        FileId = FileId,
        Request = Request(),
        ClientReferenceId = ClientReferenceId,
        TagsJson = TagsJson,
        Notes = Notes,
        Priority = Priority,
        Source = source,
    };

    /// <summary>The transcription as the API shows it where nobody asks for its place in the queue.</summary>
    public TranscriptionResponse ToResponse() => ToResponse(standing: null);

    /// <summary>The transcription as the API shows it.</summary>
    /// <param name="queue">Tells where it stands while it is queued.</param>
    public TranscriptionResponse ToResponse(IDispatcher queue)
        => ToResponse(Status == JobStatus.Queued ? queue.StandingOf(Id) : null);

    private TranscriptionResponse ToResponse(QueueStanding? standing)
    {
        var request = Request();
        return new TranscriptionResponse
        {
            Id = Id,
            Status = Status,
            CreatedAt = Timestamp.ToIso(CreatedAt),
            Model = Model,
            AudioUrl = AudioUrl,
            FileId = FileId,
            Filename = Filename,
            LanguageHints = request.LanguageHints,
            EnableSpeakerDiarization = request.EnableSpeakerDiarization,
            EnableLanguageIdentification = request.EnableLanguageIdentification,
            AudioDurationMs = AudioDurationMs,
            ErrorType = ErrorType,
            ErrorMessage = ErrorMessage,
            WebhookUrl = WebhookUrl,
            WebhookAuthHeaderName = WebhookAuthHeaderName,
            WebhookAuthHeaderValue = WebhookAuthHeaderValue is null ? null : Mask,
            WebhookStatusCode = WebhookStatusCode,
            ClientReferenceId = ClientReferenceId,
            Context = request.Context,
            AudioStartMs = request.AudioStartMs,
            AudioEndMs = request.AudioEndMs,
            Priority = Priority,
            QueuePosition = standing?.Position,
            ExpectedStart = standing?.ExpectedStart is { } start ? Timestamp.ToIso(start) : null,
            TranscribedMs = Status == JobStatus.Queued ? null : TranscribedMs,
            Stage = Status == JobStatus.Processing ? Stage ?? JobStage.Recognition : null,
            Speakers = Speakers(),
            Tracks = Tracks(),
            Tags = TagsJson is null ? [] : JsonSerializer.Deserialize<string[]>(TagsJson, JsonSettings.Stored)!,
            Notes = Notes ?? "",
            Version = Version,
            Revision = Revision,
            Warnings = WarningsJson is null ? null : JsonSerializer.Deserialize<string[]>(WarningsJson, JsonSettings.Stored),
        };
    }
}
