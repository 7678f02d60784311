using Hansard.Cli.Transcribe.Output;
using Hansard.Server.FolderWatch;

namespace Hansard.Cli.Transcribe.Input;

/// <summary>Finds the recordings in a folder and in those below it.</summary>
internal static class RecordingFolder
{
    private const int MaximumDepth = 64;

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
                else if (RecordingExtensions.IsRecording(name)) found.Add(RecordingInput.In(relative, path));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            warnings.Add($"The folder '{folder}' is left out: {e.Message}");
        }
    }
}
