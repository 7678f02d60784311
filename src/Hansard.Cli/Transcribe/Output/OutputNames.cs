using Hansard.Cli.Formats;
using Hansard.Cli.Transcribe.Input;
using Hansard.Cli.Usage;
using Hansard.Engine.Transcripts;
using Hansard.Server.Exports;

namespace Hansard.Cli.Transcribe.Output;

/// <summary>Names of the files of a transcript: the recording's, the language of one of several translations, and the format's.</summary>
/// <param name="request">What is wanted.</param>
/// <param name="formats">The formats that are written.</param>
/// <param name="isFolder">Files are named after their recordings, in the folder of --output.</param>
internal sealed class OutputNames(OutputRequest request, IReadOnlyList<ExportFormat> formats, bool isFolder)
{
    /// <summary>Bytes of a name at most, on the usual file systems: an extension may be longer than the recording's own.</summary>
    private const int MaximumName = 255;

    private HashSet<string> _ambiguous = [];
    private int _recordings;

    /// <summary>Finds names that recordings of one folder share but for the extension: their files keep it.</summary>
    public void Prepare(IReadOnlyList<RecordingInput> recordings)
    {
        _recordings = recordings.Count;
        _ambiguous = [.. recordings.Where(recording => recording.Folder is not null)
            .GroupBy(KeyOf).Where(group => group.Count() > 1).Select(group => group.Key)];
        if (!isFolder) return;
        try
        {
            foreach (var folder in recordings.Select(FolderOf).Distinct()) Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"A folder in '{request.Output}' of --output cannot be made: {FileFault.Reason(e, request.Output!)}");
        }
    }

    /// <summary>The files of a recording.</summary>
    public IReadOnlyList<OutputFile> FilesOf(RecordingInput recording)
        => [.. formats.SelectMany(format => Forms(format, Writer(request, recording, _recordings > 1))).Select(form => form with
        {
            Path = PathOf(recording, form),
        })];

    /// <summary>Options of a format, with the names of the recording.</summary>
    public static TranscriptWriterOptions Writer(OutputRequest request, RecordingInput recording, bool isOneOfSeveral)
        => request.Writer with { FileName = isOneOfSeveral ? recording.FileName : null, Recording = recording.Title };

    private IEnumerable<OutputFile> Forms(ExportFormat format, TranscriptWriterOptions writer)
    {
        if (format.Text is null) writer = writer with { FileName = writer.Recording }; // The title of the document.
        return TranscriptForm.Of(format, writer, request.Translations).Select(form => new OutputFile(null, form));
    }

    private string PathOf(RecordingInput recording, OutputFile form)
    {
        var extension = $"{(form.Form.Translation is { } language ? $".{language}" : "")}.{form.Form.Format.Name}";
        if (!isFolder) return formats.Count == 1 && request.Translations.Count == 0 ? request.Output! : WithoutExtension() + extension;
        var name = _ambiguous.Contains(KeyOf(recording)) ? recording.FileName : recording.Title;
        return Path.Combine(FolderOf(recording), Cut(name, MaximumName - extension.Length) + extension);
    }

    // The extension of a format may be there, and other full stops are a part of the name.
    private string WithoutExtension()
        => FormatOption.OfFile(request.Output!) is null ? request.Output! : Path.ChangeExtension(request.Output!, null);

    private string FolderOf(RecordingInput recording) => Path.Combine(request.Output!, recording.Folder ?? "");

    private static string KeyOf(RecordingInput recording) => Path.Combine(recording.Folder ?? "", recording.Title);

    /// <summary>Cuts a name off between two characters so that it has no more bytes than this.</summary>
    private static string Cut(string name, int bytes)
    {
        var length = 0;
        foreach (var rune in name.EnumerateRunes())
        {
            if ((bytes -= rune.Utf8SequenceLength) < 0) return name[..length];
            length += rune.Utf16SequenceLength;
        }
        return name;
    }
}
