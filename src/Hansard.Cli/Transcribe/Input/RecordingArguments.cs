using System.Text.Unicode;
using Hansard.Cli.Files;
using Hansard.Cli.Streams;
using Hansard.Cli.Usage;

namespace Hansard.Cli.Transcribe.Input;

/// <summary>Reads the names of recordings.</summary>
internal static class RecordingArguments
{
    private const char Replacement = '\uFFFD';

    /// <summary>Understands the names of recordings on the command line. A folder stands for all recordings in it and below it.</summary>
    /// <param name="arguments">As they were typed.</param>
    /// <param name="warnings">Told of folders that cannot be searched.</param>
    /// <exception cref="UsageException">Standard input is named twice, closed, or a terminal.</exception>
    public static IReadOnlyList<RecordingInput> Read(IReadOnlyList<string> arguments, Warnings warnings)
    {
        var raw = arguments.Any(argument => argument.Contains(Replacement, StringComparison.Ordinal)) ? RawNames() : [];
        RecordingInput[] inputs =
        [
            .. arguments.Select(argument => RecordingInput.Of(
                argument, raw.TryGetValue(argument, out var names) && names.TryDequeue(out var name) ? name : null)),
        ];
        var standard = inputs.Count(input => input.IsStandardInput);
        if (standard > 1) throw new UsageException("Standard input can be read only once, and is named several times.");
        if (standard == 1) StandardInput.MustCarryRecording("transcribe");
        return [.. inputs.SelectMany(input => Expand(input, warnings))];
    }

    // A folder without recordings stays, to be told of as what it is.
    private static IReadOnlyList<RecordingInput> Expand(RecordingInput input, Warnings warnings)
        => !input.IsStandardInput && IsFolder(input) && RecordingFolder.Find(input.Path, input.RawPath, warnings) is { Count: > 0 } found
            ? found
            : [input];

    private static bool IsFolder(RecordingInput input)
    {
        if (input.RawPath is null) return Directory.Exists(input.Path);
        try
        {
            return FileStatus.Of(input.RawPath, input.Path) is { Kind: FileKind.Folder };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // Told when it is opened.
        }
    }

    /// <summary>
    /// Finds those of the process's arguments which are not UTF-8, by what .NET makes of them: it puts U+FFFD in place of bytes that
    /// it cannot read, and no file has the name that results.
    /// </summary>
    /// <returns>In the order of the command line, as two names may result in the same.</returns>
    private static Dictionary<string, Queue<byte[]>> RawNames()
    {
        Dictionary<string, Queue<byte[]>> names = [];
        if (!OperatingSystem.IsLinux()) return names;
        // The program and its arguments, each with a zero byte at its end; .NET's own, if any, stand first.
        var system = Split(File.ReadAllBytes("/proc/self/cmdline"));
        var own = Environment.GetCommandLineArgs();
        for (var i = 1; i < own.Length && i < system.Count; i++)
        {
            var bytes = system[^i];
            if (Utf8.IsValid(bytes)) continue;
            if (!names.TryGetValue(own[^i], out var queue)) names[own[^i]] = queue = new Queue<byte[]>();
            queue.Enqueue(bytes);
        }
        return names.ToDictionary(each => each.Key, each => new Queue<byte[]>(each.Value.Reverse()));
    }

    private static List<byte[]> Split(ReadOnlySpan<byte> line)
    {
        List<byte[]> arguments = [];
        for (int end; (end = line.IndexOf((byte)0)) >= 0; line = line[(end + 1)..]) arguments.Add(line[..end].ToArray());
        return arguments;
    }
}
