using System.Collections.Concurrent;

namespace Hansard.Resilience.Ledgers;

/// <summary>A thing that the server has said it keeps, and what was asked of it since.</summary>
/// <param name="Id">The server's name for it.</param>
/// <param name="Content">The text of the recording, of which the stand-in's transcript is made.</param>
/// <param name="Since">The answer that said so had come by then.</param>
internal abstract record Kept(string Id, string Content, DateTime Since)
{
    /// <summary>A request to delete it was sent then; null: none was.</summary>
    public DateTime? DeletionAsked { get; set; }

    /// <summary>The answer that it is deleted had come by then; null: none came.</summary>
    public DateTime? Deleted { get; set; }

    /// <summary>Tells whether a server that has forgotten all after a moment must still have it.</summary>
    public bool MustBeThere(DateTime moment) => Since <= moment && (DeletionAsked is null || DeletionAsked > moment);

    /// <summary>Tells whether a server that has forgotten all after a moment must not have it any more.</summary>
    public bool MustBeGone(DateTime moment) => Deleted <= moment;
}

/// <summary>A stored recording.</summary>
internal sealed record KeptFile(string Id, string Content, DateTime Since) : Kept(Id, Content, Since);

/// <summary>An accepted job, or the transcription that came of it.</summary>
internal sealed record KeptJob(string Id, string Content, DateTime Since) : Kept(Id, Content, Since)
{
    /// <summary>Corrections that the server has said it keeps, the oldest first.</summary>
    public ConcurrentQueue<KeptRevision> Revisions { get; } = [];

    /// <summary>A correction was sent and not answered: the next one's number is not known.</summary>
    public bool IsUncertain { get; set; }
}

/// <summary>A correction of a transcript.</summary>
/// <param name="Number">Of the revision.</param>
/// <param name="Text">All of the corrected text.</param>
/// <param name="Since">The answer that said so had come by then.</param>
internal sealed record KeptRevision(int Number, string Text, DateTime Since);
