namespace Hansard.Engine.Recognition.Languages;

/// <summary>Tells languages here, by the speech model.</summary>
/// <param name="recogniser">Of a model that tells languages.</param>
/// <param name="among">Only these are possible; null for all.</param>
internal sealed class OwnIdentification(Recogniser recogniser, IReadOnlyCollection<string>? among) : ILanguageIdentification
{
    /// <summary>None: recognition waits on the same threads.</summary>
    public double SecondsAhead => 0;

    /// <inheritdoc />
    public Task<IReadOnlyList<IReadOnlyList<LanguageProbability>>> IdentifyAsync(
        SpokenWindow window, CancellationToken cancellationToken)
        => recogniser.IdentifyAsync(window, among, cancellationToken);

    /// <inheritdoc />
    public void Complete(CancellationToken cancellationToken)
    {
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<IReadOnlyList<LanguageProbability>>[]> WaitAsync(
        IEnumerable<Task<IReadOnlyList<IReadOnlyList<LanguageProbability>>>> identified)
        => Task.WhenAll(identified);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
