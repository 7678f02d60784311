using Hansard.Cli.Files;
using Hansard.Cli.Progress;
using Hansard.Cli.Transcribe.Input;
using Hansard.Cli.Usage;

namespace Hansard.Cli.Transcribe.Output;

/// <summary>Finds out before the long work what stands in the way of writing.</summary>
internal static class OutputCheck
{
    /// <summary>Looks at a recording and the files of its transcript.</summary>
    public static OutputTarget Examine(OutputTarget target, ExistingFiles existing)
    {
        if (Missing(target.Recording) is { } missing) return target with { Obstacle = missing };
        try
        {
            target = target with { Files = [.. target.Files.Select(file => Examine(file, existing))] };
            var there = target.Files.FirstOrDefault(file => file.IsDone);
            return (there, existing) switch
            {
                (null, _) => target,
                (_, ExistingFiles.Skip) when target.Files.Any(file => !file.IsDone) => target,
                (_, ExistingFiles.Skip) => target with { Obstacle = Outcome.Skipped($"'{there.Path}' exists, so it was skipped.") },
                _ => target with
                {
                    Obstacle = Outcome.Refused(
                        $"'{there.Path}' exists, so it was skipped. --overwrite writes over it; with --skip-existing this is no failure."),
                },
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return target with { Obstacle = Outcome.Failed(FileFault.Sentence(e)) };
        }
    }

    /// <summary>Refuses to write over what is read.</summary>
    /// <exception cref="UsageException">A transcript would.</exception>
    public static void RefuseInputs(IReadOnlyList<OutputTarget> targets, IReadOnlyList<string> inputs)
    {
        var read = new Dictionary<string, string>();
        foreach (var input in inputs) read.TryAdd(IdentityOf(input), input);
        foreach (var target in targets)
        {
            foreach (var path in PathsOf(target))
            {
                if (!read.TryGetValue(IdentityOf(path), out var input)) continue;
                var same = input == path ? "" : $", which is the same file as '{input}'";
                throw new UsageException(
                    $"The transcript of '{target.Recording.Name}' would go to '{path}'{same}: what is read in a call is never "
                    + "written over. Give another --output.");
            }
        }
    }

    /// <summary>Refuses to write two transcripts to one file.</summary>
    /// <exception cref="UsageException">Two would be.</exception>
    public static void RefuseDuplicates(IReadOnlyList<OutputTarget> targets)
    {
        var files = targets.SelectMany(target => target.Files.Where(file => !file.IsStream).Select(file => (target.Recording, file.Path)));
        if (files.GroupBy(file => IdentityOf(file.Path!)).FirstOrDefault(group => group.Count() > 1) is not { } same) return;
        var recordings = string.Join(" and ", same.Select(file => $"'{file.Recording.Name}'"));
        throw new UsageException(
            $"{recordings} would both be written to '{same.First().Path}': transcribe them into different folders.");
    }

    /// <summary>Finds out whether files can be made where they are to go.</summary>
    /// <exception cref="UsageException">They cannot.</exception>
    public static void TryFolders(IReadOnlyList<OutputTarget> targets)
    {
        var created = targets.Where(target => target.Obstacle is null)
            .SelectMany(target => target.Files.Where(file => !file.IsStream && !file.Overwrite && !file.IsDone));
        foreach (var folder in created.Select(file => FolderOf(file.Path!)).Distinct()) TryMakingAFileIn(folder);
    }

    private static OutputFile Examine(OutputFile file, ExistingFiles existing)
    {
        if (file.Path is null || FileStatus.Of(file.Path) is not { } status) return file;
        if (TranscriptFile.Obstacle(file.Path, status) is { } obstacle) throw new IOException(obstacle);
        if (status.Kind is FileKind.Stream) return file with { IsStream = true };
        return existing is ExistingFiles.Overwrite ? file with { Overwrite = true } : file with { IsDone = true };
    }

    // A name that is not UTF-8 can be looked up only by opening it.
    private static Outcome? Missing(RecordingInput recording)
    {
        if (recording.IsStandardInput || recording.RawPath is not null) return null;
        try
        {
            return FileStatus.Of(recording.Path) switch
            {
                null => Outcome.Failed("There is no such file."),
                { Kind: FileKind.Folder } => Outcome.Failed("There is no recording in this folder: name its files if they are some."),
                _ => null,
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Outcome.Failed(e.Message);
        }
    }

    private static IEnumerable<string> PathsOf(OutputTarget target) => target.Files.Select(file => file.Path).OfType<string>();

    // What cannot be examined has its name only; the reason is told where it is opened.
    private static string IdentityOf(string path)
    {
        try
        {
            return FileStatus.Of(path)?.Identity ?? PhysicalPath.Resolve(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return path;
        }
    }

    private static string FolderOf(string path) => Path.GetDirectoryName(PhysicalPath.Resolve(path))!;

    // The only sure way to know whether a file can be made is to make one.
    private static void TryMakingAFileIn(string folder)
    {
        if (File.Exists(folder)) throw new UsageException($"'{folder}' of --output is a file, where a folder has to be.");
        if (!Directory.Exists(folder)) throw new UsageException($"The folder '{folder}' of --output does not exist.");
        try
        {
            File.Create(Path.Combine(folder, $".hansard-{Guid.NewGuid():N}"), 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"Nothing can be written to '{folder}': {FileFault.Reason(e, "")}");
        }
    }
}
