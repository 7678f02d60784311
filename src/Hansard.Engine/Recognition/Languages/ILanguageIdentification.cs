namespace Hansard.Engine.Recognition.Languages;

/// <summary>Tells the languages of a recording's speech, here or elsewhere. Disposed of when nothing more is wanted of it.</summary>
internal interface ILanguageIdentification : IAsyncDisposable
{
    /// <summary>Seconds of speech that are read on while languages of what came before are waited for.</summary>
    double SecondsAhead { get; }

    /// <summary>Begins to identify the parts of a window.</summary>
    /// <param name="window">At most as long as what is recognised at once.</param>
    /// <param name="cancellationToken">Withdraws it.</param>
    /// <returns>Probabilities of the languages of each part, the likeliest first.</returns>
    Task<IReadOnlyList<IReadOnlyList<LanguageProbability>>> IdentifyAsync(SpokenWindow window, CancellationToken cancellationToken);

    /// <summary>No further window is going to come.</summary>
    void Complete(CancellationToken cancellationToken);

    /// <summary>Waits for what was begun.</summary>
    Task<IReadOnlyList<IReadOnlyList<LanguageProbability>>[]> WaitAsync(
        IEnumerable<Task<IReadOnlyList<IReadOnlyList<LanguageProbability>>>> identified);
}
