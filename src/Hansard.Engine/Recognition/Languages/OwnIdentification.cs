namespace Hansard.Engine.Recognition.Languages;

/// <summary>Tells languages here, by the speech model.</summary>
/// <param name="recogniser">Of a model that tells languages.</param>
/// <param name="among">Only these are possible; null for all.</param>
internal sealed class OwnIdentification(Recogniser recogniser, IReadOnlyCollection<string>? among) : ILanguageIdentification
{
    /// <summary>None: recognition waits on the same threads.</summary>
    public double SecondsAhead => 0;

    /// <inheritdoc />
    public Task<IReadOnlyList<LanguageProbability>> IdentifyAsync(
        ReadOnlyMemory<float> speech, double seconds, CancellationToken cancellationToken)
        => recogniser.IdentifyAsync(speech, among, cancellationToken);

    /// <inheritdoc />
    public void Complete(CancellationToken cancellationToken)
    {
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<LanguageProbability>[]> WaitAsync(IEnumerable<Task<IReadOnlyList<LanguageProbability>>> identified)
        => Task.WhenAll(identified);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
