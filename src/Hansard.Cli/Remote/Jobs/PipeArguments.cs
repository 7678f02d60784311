using System.CommandLine;
using Hansard.Cli.Streams;
using Hansard.Cli.Transcribe.Input;
using Hansard.Cli.Usage;

namespace Hansard.Cli.Remote.Jobs;

/// <summary>Recordings of a command line that come through pipes, and the option that names one.</summary>
internal static class PipeArguments
{
    private const int LongestName = 255; // Characters: the server cuts longer ones off.

    /// <summary>Makes the option <c>--filename</c>.</summary>
    public static Option<string?> Filename() => new("--filename")
    {
        Description = "With -, the name that the server is told, such as call.wav. Default: stdin.",
        HelpName = "NAME",
    };

    /// <summary>Finds out whether all pipes can be read, and are named by no more than one name.</summary>
    /// <param name="command">The command, for examples.</param>
    /// <param name="sources">All recordings.</param>
    /// <param name="filename">The value of <c>--filename</c>.</param>
    /// <exception cref="UsageException">They cannot, or are not.</exception>
    public static void Check(string command, IReadOnlyList<SubmitSource> sources, string? filename)
    {
        var pipes = sources.Select(source => source.Pipe).OfType<RecordingInput>().ToList();
        if (pipes.GroupBy(pipe => pipe.Path).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new UsageException($"{Capital(twice.First().Name)} can be read only once, and is named several times.");
        if (pipes.Any(pipe => pipe.IsStandardInput)) StandardInput.MustCarryRecording(command);
        if (filename is null) return;
        if (pipes.Count != 1)
            throw new UsageException("--filename names what comes through standard input: it goes with one '-', and files have names.");
        if (filename is "" or "." or ".." || filename.Length > LongestName || filename.Any(c => char.IsControl(c) || c is '/' or '\\'))
            throw new UsageException($"--filename takes the name of a file without folders, of up to {LongestName} characters.");
    }

    private static string Capital(string text) => $"{char.ToUpperInvariant(text[0])}{text[1..]}";
}
