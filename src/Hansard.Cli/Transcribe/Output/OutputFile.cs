using Hansard.Cli.Files;
using Hansard.Cli.Streams;
using Hansard.Engine.Transcripts;
using Hansard.Server.Exports;

namespace Hansard.Cli.Transcribe.Output;

/// <summary>A form of a transcript, and where it goes.</summary>
/// <param name="Path">Path of the file; null for standard output.</param>
/// <param name="Form">The form.</param>
internal sealed record OutputFile(string? Path, TranscriptForm Form)
{
    /// <summary>True if somebody reads along, and gets the transcripts in the order of the recordings.</summary>
    public bool IsStream { get; init; }

    /// <summary>True if the transcript may take the place of what the file holds.</summary>
    public bool Overwrite { get; init; }

    /// <summary>True if the file is there, and what it holds may stay.</summary>
    public bool IsDone { get; init; }

    /// <summary>Writes a transcript.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public Task WriteAsync(Transcript transcript, CancellationToken cancellationToken)
    {
        var content = Form.Render(transcript);
        return Path is null
            ? StandardOutput.WriteAsync(content, cancellationToken)
            : TranscriptFile.WriteAsync(Path, content, Overwrite, cancellationToken);
    }
}
