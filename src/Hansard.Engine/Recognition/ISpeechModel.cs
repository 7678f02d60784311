namespace Hansard.Engine.Recognition;

/// <summary>A loaded speech recognition model of any family. Thread-safe: many threads recognise at once.</summary>
/// <remarks>
/// What only some families can do is an interface of its own, which a model has beside this one: <see cref="ILanguageIdentifier"/> and
/// <see cref="IEnglishTranslation"/>. What a request asks for beyond the words (beams, terms of a context) is ignored by a family that
/// has no such thing.
/// </remarks>
internal interface ISpeechModel : IDisposable
{
    /// <summary>Languages that it recognises: ISO 639-1 codes, and longer ones where there is none. At least one.</summary>
    IReadOnlyCollection<string> Languages { get; }

    /// <summary>The longest window, in seconds of sound.</summary>
    double MaximumSeconds { get; }

    /// <summary>
    /// Recognises windows on the calling thread, as many together as it likes: none of them changes what it makes of another.
    /// </summary>
    /// <param name="next">
    /// Gives the next window, whosever it is; null if none is to join those that are under way. Asked again as these come to their ends.
    /// </param>
    void Recognise(Func<IPendingWindow?> next)
    {
        while (next() is { } window)
        {
            if (window.CancellationToken.IsCancellationRequested) continue;
            window.Complete(Recognise([window.Request], window.CancellationToken)[0]);
        }
    }

    /// <summary>Recognises windows on the calling thread.</summary>
    /// <param name="requests">Each at most <see cref="MaximumSeconds"/> long.</param>
    /// <param name="cancellationToken">Stops soon after, at the next step of the decoder.</param>
    /// <returns>A result a request, in order.</returns>
    IReadOnlyList<RecognisedWindow> Recognise(IReadOnlyList<RecognitionRequest> requests, CancellationToken cancellationToken);
}
