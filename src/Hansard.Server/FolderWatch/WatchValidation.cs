using Hansard.Server.Configuration;
using Hansard.Server.Projects;

namespace Hansard.Server.FolderWatch;

/// <summary>Refuses folders that cannot be watched, before the server starts.</summary>
internal static class WatchValidation
{
    /// <exception cref="InvalidConfigurationException">At least one setting is wrong; the message has a line for each.</exception>
    public static void Validate(HansardServerOptions options)
    {
        List<string> faults = [];
        var outputs = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (i, watched) in options.Watch.Folders.Index())
        {
            var name = $"Watch:Folders:{i}";
            if (!IsReadable(watched.Folder))
                faults.Add($"{name}:Folder is '{watched.Folder}', where no folder is that can be read: name one for recordings.");
            foreach (var (setting, folder) in new[] { ("Folder", watched.Folder), ("To", watched.To) })
            {
                if (folder is { Length: > 0 } && options.Data.Length > 0 && IsIn(folder, options.Data))
                    faults.Add($"{name}:{setting} is '{folder}', which lies in the data directory: name a folder outside of it.");
            }
            var output = watched.To ?? watched.Folder;
            if (output.Length > 0 && !outputs.Add(Path.TrimEndingDirectorySeparator(Path.GetFullPath(output))))
                faults.Add($"{name} writes to '{output}' as another one does: give each of them a folder of its own in To.");
            if (watched.To is { Length: 0 }) faults.Add($"{name}:To is empty: leave it out to have transcripts beside recordings.");
            if (!Project.IsName(watched.Project))
                faults.Add($"{name}:Project is '{watched.Project}': a project's name has 1 to {Project.MaximumName} characters.");
            WatchedRequest.Read(watched, name, faults);
        }
        if (faults.Count > 0) throw new InvalidConfigurationException(faults);
    }

    private static bool IsReadable(string folder)
    {
        try
        {
            return folder.Length > 0 && Directory.EnumerateFileSystemEntries(folder).Take(1).Count() >= 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool IsIn(string folder, string parent)
    {
        var below = Path.GetRelativePath(Path.GetFullPath(parent), Path.GetFullPath(folder));
        return below.Split(Path.DirectorySeparatorChar)[0] != ".." && !Path.IsPathRooted(below);
    }
}
