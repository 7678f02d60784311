namespace Hansard.Engine.Recognition.Languages;

/// <summary>Tells the languages of a recording's speech, here or elsewhere. Disposed of when nothing more is wanted of it.</summary>
internal interface ILanguageIdentification : IAsyncDisposable
{
    /// <summary>Seconds of speech that are read on while languages of what came before are waited for.</summary>
    double SecondsAhead { get; }

    /// <summary>Begins to identify a stretch of speech.</summary>
    /// <param name="speech">16 kHz mono.</param>
    /// <param name="seconds">Length of the stretch, of which <paramref name="speech"/> is the start.</param>
    /// <param name="cancellationToken">Withdraws it.</param>
    /// <returns>Probabilities of the languages, the likeliest first.</returns>
    Task<IReadOnlyList<LanguageProbability>> IdentifyAsync(
        ReadOnlyMemory<float> speech, double seconds, CancellationToken cancellationToken);

    /// <summary>No further stretch is going to come.</summary>
    void Complete(CancellationToken cancellationToken);

    /// <summary>Waits for what was begun.</summary>
    Task<IReadOnlyList<LanguageProbability>[]> WaitAsync(IEnumerable<Task<IReadOnlyList<LanguageProbability>>> identified);
}
