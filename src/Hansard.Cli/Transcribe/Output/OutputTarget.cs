using System.Text;
using Hansard.Cli.Transcribe.Input;
using Hansard.Engine.Transcripts;

namespace Hansard.Cli.Transcribe.Output;

/// <summary>A recording and where its transcript goes.</summary>
/// <param name="Recording">The recording.</param>
/// <param name="Path">Path of the transcript; null for standard output.</param>
/// <param name="Format">Format of the transcript.</param>
internal sealed record OutputTarget(RecordingInput Recording, string? Path, TranscriptFormat Format)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>True if the call has other recordings, whose transcripts on standard output need headings.</summary>
    public bool IsOneOfSeveral { get; init; }

    /// <summary>True if somebody reads along, and gets the transcripts in the order of the recordings.</summary>
    public bool IsStream { get; init; }

    /// <summary>True if the transcript may take the place of what the file holds.</summary>
    public bool Overwrite { get; init; }

    /// <summary>End of a transcription that cannot begin; null if nothing stands in the way.</summary>
    public Outcome? Obstacle { get; init; }

    /// <summary>Text and subtitles show the translation in place of what was said.</summary>
    public bool TranslatedOnly { get; init; }

    /// <summary>Writes the transcript.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public async Task WriteAsync(Transcript transcript, CancellationToken cancellationToken)
    {
        var content = Utf8.GetBytes(Render(transcript));
        if (Path is not null)
        {
            await TranscriptFile.WriteAsync(Path, content, Overwrite, cancellationToken).ConfigureAwait(false);
            return;
        }
        var stream = Console.OpenStandardOutput();
        await using (stream.ConfigureAwait(false)) await stream.WriteAsync(content, cancellationToken).ConfigureAwait(false);
    }

    private string Render(Transcript transcript)
    {
        var options = new TranscriptWriterOptions
        {
            SingleLineJson = IsOneOfSeveral && Path is null,
            FileName = IsOneOfSeveral ? Recording.FileName : null,
            Recording = Recording.Title,
            TranslatedOnly = TranslatedOnly,
        };
        var text = new StringWriter();
        if (Path is null && IsOneOfSeveral && Format is TranscriptFormat.Txt or TranscriptFormat.Srt or TranscriptFormat.Vtt)
            text.Write($"== {Recording.Name}\n");
        TranscriptWriter.Write(transcript, Format, text, options);
        return text.ToString();
    }
}
