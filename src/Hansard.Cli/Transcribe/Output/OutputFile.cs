using Hansard.Engine.Transcripts;
using Hansard.Engine.Translation;
using Hansard.Server.Exports;

namespace Hansard.Cli.Transcribe.Output;

/// <summary>A form of a transcript, and where it goes.</summary>
/// <param name="Path">Path of the file; null for standard output.</param>
/// <param name="Format">Its format.</param>
/// <param name="Writer">Options of the format.</param>
internal sealed record OutputFile(string? Path, ExportFormat Format, TranscriptWriterOptions Writer)
{
    /// <summary>The one of several translations that it shows; null for all that there are.</summary>
    public string? Translation { get; init; }

    /// <summary>True if somebody reads along, and gets the transcripts in the order of the recordings.</summary>
    public bool IsStream { get; init; }

    /// <summary>True if the transcript may take the place of what the file holds.</summary>
    public bool Overwrite { get; init; }

    /// <summary>True if the file is there, and what it holds may stay.</summary>
    public bool IsDone { get; init; }

    /// <summary>Makes the content of the file.</summary>
    public byte[] Render(Transcript transcript)
        => TranscriptExport.Write(Format, Translation is null ? transcript : TranslatedInto.Select(transcript, Translation), Writer);

    /// <summary>Writes a transcript.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public async Task WriteAsync(Transcript transcript, CancellationToken cancellationToken)
    {
        var content = Render(transcript);
        if (Path is not null)
        {
            await TranscriptFile.WriteAsync(Path, content, Overwrite, cancellationToken).ConfigureAwait(false);
            return;
        }
        var stream = Console.OpenStandardOutput();
        await using (stream.ConfigureAwait(false)) await stream.WriteAsync(content, cancellationToken).ConfigureAwait(false);
    }
}
