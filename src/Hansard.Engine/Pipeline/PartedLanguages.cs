using Hansard.Engine.Audio;
using Hansard.Engine.Distribution;
using Hansard.Engine.Recognition.Languages;

namespace Hansard.Engine.Pipeline;

/// <summary>Has the languages of a recording told by whoever takes them, in parts.</summary>
/// <param name="distribution">The recording's.</param>
/// <param name="among">Only these are possible; null for all.</param>
internal sealed class PartedLanguages(SpeechDistribution distribution, IReadOnlyCollection<string>? among) : ILanguageIdentification
{
    /// <summary>Parts whose sound is held in memory, 4 MB for each minute, until their languages are known.</summary>
    private const int PartsAhead = 7;

    private readonly List<Task> _running = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly double _length = distribution.Parts.PartLength.TotalSeconds;
    private readonly string[]? _among = among?.ToArray();
    private CollectedPart _part = new();

    /// <summary>More than a part by far, so that nobody waits for one that is not given away yet.</summary>
    public double SecondsAhead => PartsAhead * _length;

    /// <inheritdoc />
    public Task<IReadOnlyList<IReadOnlyList<LanguageProbability>>> IdentifyAsync(
        SpokenWindow window, CancellationToken cancellationToken)
    {
        var (part, first) = (_part, _part.Count);
        part.Windows.Add(window);
        part.Count += window.Parts.Count;
        part.Seconds += AudioSpecification.Duration(window.Samples.Length).TotalSeconds;
        if (part.Seconds >= _length) Complete(cancellationToken);
        return LanguagesAsync();

        async Task<IReadOnlyList<IReadOnlyList<LanguageProbability>>> LanguagesAsync()
            => [.. (await part.Languages.Task.ConfigureAwait(false)).Skip(first).Take(window.Parts.Count)];
    }

    /// <inheritdoc />
    public void Complete(CancellationToken cancellationToken)
    {
        var part = _part;
        if (part.Count == 0) return;
        _part = new CollectedPart();
        _running.RemoveAll(task => task.IsCompleted);
        _running.Add(RunAsync(part, cancellationToken));
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<IReadOnlyList<LanguageProbability>>[]> WaitAsync(
        IEnumerable<Task<IReadOnlyList<IReadOnlyList<LanguageProbability>>>> identified)
        => distribution.WaitAsync(Task.WhenAll(identified));

    /// <summary>Whatever is not told yet is wanted by nobody.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        foreach (var task in _running) await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task RunAsync(CollectedPart collected, CancellationToken cancellationToken)
    {
        try
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stop.Token);
            var part = new LanguagePart(distribution.Settings.Model, _among, collected.Windows);
            var number = distribution.NextNumber();
            await distribution.Parts.SubmitAsync(number, part, stop.Token).ConfigureAwait(false);
            var result = await distribution.Parts.ResultAsync(number, stop.Token).ConfigureAwait(false);
            collected.Languages.SetResult(
                result.Of<LanguageResult, IReadOnlyList<LanguageProbability>>(part.Sha256, collected.Count, found => found.Languages));
        }
        catch (OperationCanceledException exception)
        {
            collected.Languages.SetCanceled(exception.CancellationToken);
        }
        catch (Exception exception)
        {
            collected.Languages.SetException(exception);
        }
    }

    /// <summary>Windows that are given away together.</summary>
    private sealed class CollectedPart
    {
        public List<SpokenWindow> Windows { get; } = [];

        /// <summary>Number of their parts.</summary>
        public int Count { get; set; }

        public double Seconds { get; set; }

        public TaskCompletionSource<IReadOnlyList<IReadOnlyList<LanguageProbability>>> Languages { get; }
            = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
