using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Hansard.Resilience.Reports;

namespace Hansard.Resilience.Input;

/// <summary>Tries many inputs of one kind, goes on after those that fail, and tells how each of them is had again.</summary>
/// <param name="tried">The kind of input, as the report names it.</param>
/// <param name="seed">Of all inputs.</param>
/// <param name="count">Inputs.</param>
internal sealed class InputRun(string tried, int seed, int count)
{
    /// <summary>The variable that holds the number of the only input to try.</summary>
    public const string Variable = "HANSARD_CASE";

    /// <summary>The heading of the report.</summary>
    public const string Table = "Bad input";

    /// <summary>The longest that an answer may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private const int Looked = 100;
    private const int ToldFailures = 12;
    private const int LongestTold = 3_000;

    private readonly ConcurrentDictionary<string, int> _outcomes = new();
    private readonly ConcurrentQueue<InputFailure> _failures = new();
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly long _before = ProcessMemory.Resident(Environment.ProcessId);
    private int _times;
    private long _more;

    /// <summary>Inputs of the short form in the usual order of this run, or those of the long one with another seed.</summary>
    /// <param name="tried">The kind of input.</param>
    /// <param name="isLong">Whether this is the long form.</param>
    /// <param name="shortCount">Inputs of the short form.</param>
    /// <param name="longCount">Inputs of the long form.</param>
    /// <param name="longest">The longest that one may take by the clock; null: as long as an answer.</param>
    public static InputRun Of(string tried, bool isLong, int shortCount, int longCount, TimeSpan? longest = null)
        => new(tried, Seed.Of(isLong ? null : 24), Effort.Of(isLong ? longCount : shortCount)) { Longest = longest ?? Patience };

    /// <summary>The longest that one may take by the clock, where processor time is what is held against <see cref="Patience"/>.</summary>
    public TimeSpan Longest { get; init; } = Patience;

    /// <summary>Tries them.</summary>
    /// <param name="atOnce">Inputs at the same time.</param>
    /// <param name="tryAsync">Tries one, and names what came of it; throws where that is wrong.</param>
    public async Task TryAllAsync(int atOnce, Func<InputCase, Task<string>> tryAsync)
    {
        IEnumerable<int> cases = int.TryParse(
            Environment.GetEnvironmentVariable(Variable), NumberStyles.None, CultureInfo.InvariantCulture, out var only)
            ? [only]
            : Enumerable.Range(0, count);
        var limits = new ParallelOptions
        {
            MaxDegreeOfParallelism = atOnce,
            CancellationToken = TestContext.Current.CancellationToken,
        };
        await Parallel.ForEachAsync(cases, limits, async (index, _) => await TryAsync(new InputCase(seed, index), tryAsync));
    }

    /// <summary>Notes a failure of all inputs together, such as memory that grew or an error in the log.</summary>
    public void Fail(string what) => _failures.Enqueue(new InputFailure(-1, "", what));

    /// <summary>Fails when this process, which other tests share, has had too much more memory than before; tells how much.</summary>
    public string CheckOwnMemory()
    {
        LookAtMemory();
        if (_more > ProcessMemory.Most) Fail($"The process had {_more >> 20} MB more than before.");
        return $"at most {_more >> 20} MB more";
    }

    /// <summary>Writes the row of the report, and fails the test if any input failed.</summary>
    /// <param name="report">Where the row goes.</param>
    /// <param name="measured">Further figures, in words.</param>
    public void End(ResilienceReport report, string measured = "")
    {
        IEnumerable<string> outcomes =
            [.. _outcomes.OrderByDescending(outcome => outcome.Value).Take(12).Select(outcome => $"{outcome.Key}: {outcome.Value:N0}")];
        var words = string.Join(", ", measured.Length > 0 ? outcomes.Append(measured) : outcomes);
        report.Add(Table, new ReportRow(tried, _times, _failures.Count, seed, _watch.Elapsed, words));
        if (_failures.IsEmpty) return;
        var told = _failures.OrderBy(failure => failure.Index).DistinctBy(failure => failure.Kind).Take(ToldFailures).Select(Tell);
        Assert.Fail($"{_failures.Count} of {_times} failed ({words}).\n{string.Join("\n\n", told)}");
    }

    /// <remarks>Garbage is no memory that is needed: where a machine has much, it would lie until the end.</remarks>
    private void LookAtMemory()
    {
        var more = ProcessMemory.Resident(Environment.ProcessId) - _before;
        if (more > ProcessMemory.Most)
        {
            GC.Collect();
            more = ProcessMemory.Resident(Environment.ProcessId) - _before;
        }
        lock (_failures) _more = Math.Max(_more, more);
    }

    private async Task TryAsync(InputCase input, Func<InputCase, Task<string>> tryAsync)
    {
        if (Interlocked.Increment(ref _times) % Looked == 0) LookAtMemory();
        var watch = Stopwatch.StartNew();
        try
        {
            var outcome = await tryAsync(input);
            if (watch.Elapsed > Longest) throw new TimeoutException($"It took {watch.Elapsed.TotalSeconds:0} s ({outcome}).");
            _outcomes.AddOrUpdate(outcome, 1, (_, sofar) => sofar + 1);
        }
        catch (Exception exception) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            _failures.Enqueue(new InputFailure(input.Index, input.Sent, exception.ToString()));
        }
    }

    private string Tell(InputFailure failure)
    {
        var sent = failure.Sent.Length > LongestTold ? $"{failure.Sent[..LongestTold]}… ({failure.Sent.Length} characters)"
            : failure.Sent;
        var again = failure.Index < 0 ? $"{Seed.Variable}={seed}" : $"{Seed.Variable}={seed} {Variable}={failure.Index}";
        return $"{again} {tried}\nsent: {sent}\n{failure.What}";
    }
}
