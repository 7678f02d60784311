namespace Hansard.Server.Sharing;

/// <summary>Keeps the links by which transcripts are shown.</summary>
internal interface IShareStore
{
    /// <summary>Links of a transcription at once at most.</summary>
    const int MostOfOne = 100;

    /// <summary>Adds a link to a completed transcription, and forgets those that have expired.</summary>
    /// <param name="project">Id of the project.</param>
    /// <param name="share">The link.</param>
    /// <param name="digest">Digest of its secret.</param>
    /// <param name="cancellationToken">Gives up waiting for the database.</param>
    Task<ShareOutcome> AddAsync(string project, Share share, string digest, CancellationToken cancellationToken);

    /// <summary>The links of a transcription that have not expired, newest first.</summary>
    IReadOnlyList<Share> Of(string project, string transcriptionId);

    /// <summary>The link of a secret and the project that it is of; null when there is none, or it has expired.</summary>
    /// <param name="digest">Digest of the secret.</param>
    SharedTranscription? Find(string digest);

    /// <summary>A link of a project; null when there is none, or it has expired.</summary>
    /// <param name="project">Id of the project.</param>
    /// <param name="id">Of the link.</param>
    SharedTranscription? Find(string project, string id);

    /// <summary>Withdraws a link.</summary>
    /// <returns>False when the project has no such link.</returns>
    Task<bool> WithdrawAsync(string project, string id, CancellationToken cancellationToken);
}

/// <summary>A transcription that a link shows.</summary>
internal sealed record SharedTranscription
{
    /// <summary>Id of the link.</summary>
    public required string ShareId { get; init; }

    /// <summary>Id of its project.</summary>
    public required string ProjectId { get; init; }

    /// <summary>Its id.</summary>
    public required string TranscriptionId { get; init; }

    /// <summary>Indicates whether the recording may be heard too.</summary>
    public required bool Audio { get; init; }

    /// <summary>Milliseconds since 1970 UTC.</summary>
    public required long ExpiresAt { get; init; }
}

/// <summary>Outcomes of adding a link.</summary>
internal enum ShareOutcome
{
    /// <summary>The link is on the disk.</summary>
    Added,

    /// <summary>The project has no such transcription.</summary>
    NotFound,

    /// <summary>The transcription is not completed.</summary>
    NotCompleted,

    /// <summary>The transcription has as many links as it may.</summary>
    Full,
}
