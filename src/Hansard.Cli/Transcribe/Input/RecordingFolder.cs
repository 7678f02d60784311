using Hansard.Cli.Transcribe.Output;

namespace Hansard.Cli.Transcribe.Input;

/// <summary>Finds the recordings in a folder and in those below it.</summary>
internal static class RecordingFolder
{
    private const int MaximumDepth = 64;

    // Of audio and video that ffmpeg reads. Not .ts, which is more often TypeScript: such a file can be named.
    private static readonly HashSet<string> Extensions = new(
        ("3g2 3ga 3gp aac ac3 aif aifc aiff amr ape asf au avi caf dts eac3 f4v flac flv m2ts m4a m4b m4r m4v mka mkv mov mp2 mp3 mp4 "
            + "mpeg mpg mpga mts mxf oga ogg ogv opus ra rm rmvb spx tta vob w64 wav weba webm wma wmv wv").Split(' ')
            .Select(name => $".{name}"),
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Finds them, in the order of their names; hidden files and folders are left out.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="warnings">Told of folders that may not be entered.</param>
    public static IReadOnlyList<RecordingInput> Find(string folder, Warnings warnings)
    {
        List<RecordingInput> found = [];
        Search(folder, "", 0, [], found, warnings);
        return found;
    }

    private static void Search(
        string folder, string relative, int depth, HashSet<string> seen, List<RecordingInput> found, Warnings warnings)
    {
        try
        {
            // Links may lead to a folder that was searched before, also in a circle.
            if (depth > MaximumDepth || FileStatus.Of(folder) is not { } status || !seen.Add(status.Identity)) return;
            foreach (var path in Directory.EnumerateFileSystemEntries(folder).Order(StringComparer.Ordinal))
            {
                var name = Path.GetFileName(path);
                if (name.StartsWith('.')) continue;
                if (Directory.Exists(path)) Search(path, Path.Combine(relative, name), depth + 1, seen, found, warnings);
                else if (Extensions.Contains(Path.GetExtension(name))) found.Add(RecordingInput.In(relative, path));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            warnings.Add($"The folder '{folder}' is left out: {e.Message}");
        }
    }
}
