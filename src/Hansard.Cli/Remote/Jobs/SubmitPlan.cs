using System.Text.Json.Nodes;
using Hansard.Cli.Remote.Transcripts;

namespace Hansard.Cli.Remote.Jobs;

/// <summary>Everything that a submission is to do.</summary>
internal sealed record SubmitPlan
{
    /// <summary>The recordings, in the order of the command line.</summary>
    public required IReadOnlyList<SubmitSource> Sources { get; init; }

    /// <summary>The name that the server is told of what comes through a pipe; null: that of the pipe.</summary>
    public string? Filename { get; init; }

    /// <summary>The request, without model and source.</summary>
    public required JsonObject Request { get; init; }

    /// <summary>The model; null: the newest of the server.</summary>
    public required string? Model { get; init; }

    /// <summary>True to wait for the transcripts.</summary>
    public required bool Waits { get; init; }

    /// <summary>The longest wait.</summary>
    public required TimeSpan Limit { get; init; }

    /// <summary>True to delete transcription and upload once the transcript is here.</summary>
    public required bool DeletesAfter { get; init; }

    /// <summary>True for JSON on standard output.</summary>
    public required bool IsJson { get; init; }

    /// <summary>True to print what the vendor's example programs do.</summary>
    public required bool IsExample { get; init; }

    /// <summary>The form of transcripts.</summary>
    public required ExportForm Form { get; init; }

    /// <summary>Takes the transcripts.</summary>
    public required TranscriptSink Sink { get; init; }
}
