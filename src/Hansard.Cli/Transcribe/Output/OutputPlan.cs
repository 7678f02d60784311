using Hansard.Cli.Transcribe.Input;
using Hansard.Cli.Usage;
using Hansard.Engine.Transcripts;

namespace Hansard.Cli.Transcribe.Output;

/// <summary>Decides where every transcript goes, and finds out before the long work what stands in the way.</summary>
internal static class OutputPlan
{
    // With these names an open descriptor is meant, whatever it leads to: a file behind it has been chosen, and emptied, by the shell.
    private static readonly string[] StandardOutput = ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"];

    /// <summary>Bytes of a name at most, on the usual file systems: an extension may be longer than the recording's own.</summary>
    private const int MaximumName = 255;

    /// <param name="recordings">In the order of the command line.</param>
    /// <param name="output">A file, a folder, <c>-</c> for standard output, or null for that too.</param>
    /// <param name="format">Gives the extension of files in a folder.</param>
    /// <param name="existing">Treatment of files that exist already.</param>
    /// <param name="otherInputs">Further files that are read, and so must not be written over.</param>
    /// <returns>A target for each recording, in their order.</returns>
    /// <exception cref="UsageException">What is asked for contradicts itself, or nothing can be written there.</exception>
    public static IReadOnlyList<OutputTarget> Make(
        IReadOnlyList<RecordingInput> recordings, string? output, TranscriptFormat format, ExistingFiles existing,
        IReadOnlyList<string> otherInputs)
    {
        var targets = recordings.Select(r => new OutputTarget(r, null, format) { IsOneOfSeveral = recordings.Count > 1 });
        if (output is null || StandardOutput.Contains(output))
            return [.. targets.Select(t => t with { IsStream = true, Obstacle = Missing(t.Recording) })];

        var isFolder = recordings.Count > 1 || Directory.Exists(output) || Path.EndsInDirectorySeparator(output);
        if (isFolder) MakeFolder(output);
        OutputTarget[] files =
            [.. targets.Select(t => Examine(t with { Path = isFolder ? PathIn(output, t.Recording, format) : output }, existing))];
        RefuseInputs(files, [.. recordings.Select(r => r.Path), .. otherInputs]);
        RefuseDuplicates(files);
        var created = files.Where(t => t.Obstacle is null && !t.IsStream && !t.Overwrite);
        foreach (var folder in created.Select(t => FolderOf(t.Path!)).Distinct()) TryMakingAFileIn(folder);
        return files;
    }

    private static OutputTarget Examine(OutputTarget target, ExistingFiles existing)
    {
        if (Missing(target.Recording) is { } missing) return target with { Obstacle = missing };
        try
        {
            if (FileStatus.Of(target.Path!) is not { } status) return target;
            if (TranscriptFile.Obstacle(target.Path!, status) is { } obstacle) return target with { Obstacle = Outcome.Failed(obstacle) };
            if (status.Kind is FileKind.Stream) return target with { IsStream = true };
            return existing switch
            {
                ExistingFiles.Overwrite => target with { Overwrite = true },
                ExistingFiles.Skip => target with { Obstacle = Outcome.Skipped($"'{target.Path}' exists, so it was skipped.") },
                _ => target with
                {
                    Obstacle = Outcome.Refused(
                        $"'{target.Path}' exists, so it was skipped. --overwrite writes over it; with --skip-existing this is no failure."),
                },
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return target with { Obstacle = Outcome.Failed(e.Message) };
        }
    }

    // A name that is not UTF-8 can be looked up only by opening it.
    private static Outcome? Missing(RecordingInput recording)
        => recording.IsStandardInput || recording.RawPath is not null ? null
            : Directory.Exists(recording.Path) ? Outcome.Failed("This is a folder: name the recordings in it.")
            : File.Exists(recording.Path) ? null
            : Outcome.Failed("There is no such file.");

    private static void RefuseInputs(IReadOnlyList<OutputTarget> targets, IReadOnlyList<string> inputs)
    {
        var read = new Dictionary<string, string>();
        foreach (var input in inputs) read.TryAdd(IdentityOf(input), input);
        foreach (var target in targets)
        {
            if (!read.TryGetValue(IdentityOf(target.Path!), out var input)) continue;
            var same = input == target.Path ? "" : $", which is the same file as '{input}'";
            throw new UsageException(
                $"The transcript of '{target.Recording.Name}' would go to '{target.Path}'{same}: what is read in a call is never "
                + "written over. Give another --output.");
        }
    }

    private static void RefuseDuplicates(IReadOnlyList<OutputTarget> targets)
    {
        if (targets.Where(t => !t.IsStream).GroupBy(t => IdentityOf(t.Path!)).FirstOrDefault(g => g.Count() > 1) is not { } same) return;
        var recordings = string.Join(" and ", same.Select(t => $"'{t.Recording.Name}'"));
        throw new UsageException(
            $"{recordings} would both be written to '{same.First().Path}': transcribe them into different folders.");
    }

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

    private static string PathIn(string folder, RecordingInput recording, TranscriptFormat format)
    {
        var extension = $".{format.ToString().ToLowerInvariant()}";
        return Path.Combine(folder, Cut(recording.Title, MaximumName - extension.Length) + extension);
    }

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

    private static string FolderOf(string path) => Path.GetDirectoryName(PhysicalPath.Resolve(path))!;

    private static void MakeFolder(string folder)
    {
        if (File.Exists(folder)) throw new UsageException($"'{folder}' is not a folder, which --output has to be for several recordings.");
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The folder '{folder}' of --output cannot be made: {e.Message}");
        }
    }

    // The only sure way to know whether a file can be made is to make one.
    private static void TryMakingAFileIn(string folder)
    {
        if (!Directory.Exists(folder)) throw new UsageException($"The folder '{folder}' of --output does not exist.");
        try
        {
            File.Create(Path.Combine(folder, $".hansard-{Guid.NewGuid():N}"), 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"Nothing can be written to '{folder}': {e.Message}");
        }
    }
}
