using System.Text;
using Hansard.Engine.Transcripts;

namespace Hansard.Cli.Transcribe;

/// <summary>A recording and where its transcript goes.</summary>
/// <param name="Recording">Path of the recording as the user wrote it.</param>
/// <param name="Path">Path of the transcript; null for standard output.</param>
/// <param name="Format">What is written.</param>
/// <param name="IsOneOfSeveral">Whether standard output holds other transcripts too, which then need headings.</param>
internal sealed record OutputTarget(string Recording, string? Path, TranscriptFormat Format, bool IsOneOfSeveral)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Text and subtitles show the translation in place of what was said.</summary>
    public bool TranslatedOnly { get; init; }

    /// <summary>Decides where every transcript goes, and finds out before the long work whether it can be written.</summary>
    /// <exception cref="UsageException">It cannot.</exception>
    public static IReadOnlyList<OutputTarget> For(IReadOnlyList<string> recordings, string? output, TranscriptFormat format)
    {
        var several = recordings.Count > 1;
        if (output is null) return [.. recordings.Select(r => new OutputTarget(r, null, format, several))];
        var extension = format.ToString().ToLowerInvariant();
        var isFolder = several || Directory.Exists(output) || System.IO.Path.EndsInDirectorySeparator(output);
        try
        {
            var folder = isFolder ? output : System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(output))!;
            if (isFolder) Directory.CreateDirectory(folder);
            else if (!Directory.Exists(folder)) throw new UsageException($"The folder '{folder}' of --output does not exist.");
            // The only sure way to know whether a file can be made is to make one.
            File.Create(System.IO.Path.Combine(folder, $".hansard-{Guid.NewGuid():N}"), 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"Nothing can be written to '{output}': {e.Message}");
        }
        if (!isFolder) return [new OutputTarget(recordings[0], output, format, false)];
        var targets = recordings
            .Select(r => new OutputTarget(r, System.IO.Path.Combine(output, $"{System.IO.Path.GetFileNameWithoutExtension(r)}.{extension}"), format, several)).ToArray();
        if (targets.GroupBy(t => t.Path).FirstOrDefault(g => g.Count() > 1) is { } same)
            throw new UsageException($"{string.Join(" and ", same.Select(t => $"'{t.Recording}'"))} would both be written to '{same.Key}': transcribe them into different folders.");
        return targets;
    }

    /// <summary>Writes the transcript: a file appears whole or not at all.</summary>
    public async Task WriteAsync(Transcript transcript, CancellationToken cancellationToken)
    {
        var options = new TranscriptWriterOptions
        {
            SingleLineJson = IsOneOfSeveral && Path is null,
            FileName = IsOneOfSeveral ? System.IO.Path.GetFileName(Recording) : null,
            Recording = System.IO.Path.GetFileNameWithoutExtension(Recording),
            TranslatedOnly = TranslatedOnly,
        };
        var text = new StringWriter();
        if (Path is null && IsOneOfSeveral && Format is not (TranscriptFormat.Json or TranscriptFormat.Rttm)) await text.WriteAsync($"== {Recording}\n").ConfigureAwait(false);
        TranscriptWriter.Write(transcript, Format, text, options);
        if (Path is null)
        {
            var stream = Console.OpenStandardOutput();
            await using (stream.ConfigureAwait(false)) await stream.WriteAsync(Utf8.GetBytes(text.ToString()), cancellationToken).ConfigureAwait(false);
            return;
        }
        var part = $"{Path}.{Guid.NewGuid():N}.part";
        try
        {
            await File.WriteAllTextAsync(part, text.ToString(), Utf8, cancellationToken).ConfigureAwait(false);
            File.Move(part, Path, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }
    }
}
