using System.Text;
using Hansard.Cli.Progress;
using Hansard.Cli.Transcribe.Input;
using Hansard.Engine.Transcripts;

namespace Hansard.Cli.Transcribe.Output;

/// <summary>A recording, and the files that its transcript goes to.</summary>
/// <param name="Recording">The recording.</param>
/// <param name="Files">A file for each format and translation.</param>
internal sealed record OutputTarget(RecordingInput Recording, IReadOnlyList<OutputFile> Files)
{
    /// <summary>True if somebody reads along, and gets the transcripts in the order of the recordings.</summary>
    public bool IsStream => Files.Any(file => file.IsStream);

    /// <summary>True if the call has other recordings, whose transcripts on standard output need headings.</summary>
    public bool IsOneOfSeveral { get; init; }

    /// <summary>End of a transcription that cannot begin; null if nothing stands in the way.</summary>
    public Outcome? Obstacle { get; init; }

    /// <summary>Writes the transcript.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public async Task WriteAsync(Transcript transcript, CancellationToken cancellationToken)
    {
        foreach (var file in Files.Where(file => !file.IsDone))
        {
            if (file.Path is null && IsOneOfSeveral && file.Form.Format.Name is "txt" or "srt" or "vtt")
                await WriteHeadingAsync(cancellationToken).ConfigureAwait(false);
            await file.WriteAsync(transcript, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task WriteHeadingAsync(CancellationToken cancellationToken)
    {
        var stream = StandardStream.OpenOutput();
        await using (stream.ConfigureAwait(false))
            await stream.WriteAsync(Encoding.UTF8.GetBytes($"== {Recording.Name}\n"), cancellationToken).ConfigureAwait(false);
    }
}
