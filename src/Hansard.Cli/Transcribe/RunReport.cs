using Hansard.Cli.Progress;

namespace Hansard.Cli.Transcribe;

/// <summary>Says on standard error how recordings ended: each when it is known, and all of a batch at the end.</summary>
/// <param name="recordings">In the order of the command line.</param>
/// <param name="output">Standard error.</param>
/// <param name="isQuiet">Nothing is said but of failures.</param>
internal sealed class RunReport(IReadOnlyList<string> recordings, TextWriter output, bool isQuiet = false)
{
    private readonly Outcome?[] _outcomes = new Outcome?[recordings.Count];

    /// <summary>The process's exit code.</summary>
    public int ExitCode => _outcomes.All(o => o is { IsSuccess: true }) ? 0 : CommandLine.Failed;

    private bool IsBatch => recordings.Count > 1;

    /// <summary>Says what a recording or its transcript lacks.</summary>
    public void Note(int recording, string message)
    {
        if (!isQuiet) Say(recording, message);
    }

    /// <summary>Takes down how a recording ended. In a batch that is done again, it does not tell of each that was done before.</summary>
    public void Add(int recording, Outcome outcome)
    {
        _outcomes[recording] = outcome;
        if (outcome.Reason is { } reason && !(outcome.IsSuccess && (IsBatch || isQuiet))) Say(recording, reason);
    }

    /// <summary>Ends a batch with a line of counts, and once more with the reasons, which may have gone off the screen.</summary>
    public void Summarize()
    {
        if (!IsBatch || isQuiet) return;
        var failures = Enumerable.Range(0, _outcomes.Length).Where(i => _outcomes[i] is { IsSuccess: false }).ToList();
        string?[] counts =
        [
            $"{CountOf(OutcomeKind.Written)} written",
            Named(CountOf(OutcomeKind.Skipped), "skipped"),
            Named(CountOf(OutcomeKind.Failed), "failed"),
            Named(_outcomes.Count(o => o is null), "not done"),
        ];
        output.WriteLine(string.Join(", ", counts.OfType<string>()) + (failures.Count > 0 ? ":" : ""));
        foreach (var i in failures) output.WriteLine(Printable.Of($"  {recordings[i]}: {_outcomes[i]!.Reason}"));
    }

    private void Say(int recording, string message) => output.WriteLine($"hansard: {Printable.Of($"{recordings[recording]}: {message}")}");

    private int CountOf(OutcomeKind kind) => _outcomes.Count(o => o?.Kind == kind);

    private static string? Named(int count, string name) => count == 0 ? null : $"{count} {name}";
}
