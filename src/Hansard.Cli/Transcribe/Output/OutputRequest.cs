using Hansard.Engine.Transcripts;
using Hansard.Server.Exports;

namespace Hansard.Cli.Transcribe.Output;

/// <summary>The transcripts that the user wants, and their place.</summary>
/// <param name="Output">A file, a folder, the name of files without extension, <c>-</c> for standard output, or null for that too.</param>
/// <param name="Formats">Those that were chosen; empty if none was.</param>
/// <param name="Existing">Treatment of files that exist already.</param>
internal sealed record OutputRequest(string? Output, IReadOnlyList<ExportFormat> Formats, ExistingFiles Existing)
{
    // With these names an open descriptor is meant, whatever it leads to: a file behind it has been chosen, and emptied, by the shell.
    private static readonly string[] StandardOutput = ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"];

    /// <summary>Options of the formats.</summary>
    public TranscriptWriterOptions Writer { get; init; } = new();

    /// <summary>Languages with a file of their own; empty unless there are several translations.</summary>
    public IReadOnlyList<string> Translations { get; init; } = [];

    /// <summary>Further files that are read, and so must not be written over.</summary>
    public IReadOnlyList<string> OtherInputs { get; init; } = [];

    /// <summary>Indicates whether everything goes to standard output.</summary>
    public bool IsStandardOutput => Output is null || StandardOutput.Contains(Output);

    /// <summary>Tells whether a format is one of subtitles.</summary>
    public static bool IsSubtitle(string format) => format is "srt" or "vtt" or "ass";
}
