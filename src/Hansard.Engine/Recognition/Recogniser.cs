using System.Diagnostics;
using Hansard.Engine.Recognition.Languages;

namespace Hansard.Engine.Recognition;

/// <summary>
/// Recognises windows of any number of concurrent callers with one model, on threads that it may share with other models.
/// </summary>
/// <remarks>
/// Windows that wait are recognised together, whosever they are, as no window changes what a model makes of another: the same recording
/// gives the same text every time.
/// </remarks>
/// <param name="model">Not owned.</param>
/// <param name="threads">Not owned.</param>
internal sealed class Recogniser(ISpeechModel model, RecognitionThreads threads) : IDisposable
{
    /// <summary>The speech model.</summary>
    public ISpeechModel Model => model;

    /// <summary>Threads that compute.</summary>
    public int Threads => threads.Count;

    /// <summary>Indicates whether <see cref="IdentifyAsync"/> may be called.</summary>
    public bool IdentifiesLanguages => model is ILanguageIdentifier;

    /// <summary>Indicates whether work is refused; the threads keep it.</summary>
    internal bool IsClosed { get; set; }

    /// <summary>Probabilities of the languages of each part of a window, the likeliest first.</summary>
    /// <param name="window">At most as long as what is recognised at once.</param>
    /// <param name="among">Only these are possible; null for all.</param>
    /// <param name="cancellationToken">Withdraws the request.</param>
    /// <exception cref="NotSupportedException">The model does not tell languages.</exception>
    /// <exception cref="ObjectDisposedException">This recogniser, or its threads, have been disposed of.</exception>
    public Task<IReadOnlyList<IReadOnlyList<LanguageProbability>>> IdentifyAsync(
        SpokenWindow window, IReadOnlyCollection<string>? among, CancellationToken cancellationToken)
        => model is ILanguageIdentifier identifier
            ? Enqueue(() => identifier.Identify(window, among), cancellationToken)
            : throw new NotSupportedException("This speech model does not tell languages: give it one.");

    /// <summary>Finds when the words of a text are said in a window.</summary>
    /// <param name="request">The window, and the language of the text.</param>
    /// <param name="text">All that is said in it.</param>
    /// <param name="cancellationToken">Withdraws the request.</param>
    /// <returns>None where the model does not align, or the text is longer than it takes.</returns>
    /// <exception cref="ObjectDisposedException">This recogniser, or its threads, have been disposed of.</exception>
    public Task<IReadOnlyList<AlignedWord>> AlignAsync(RecognitionRequest request, string text, CancellationToken cancellationToken)
        => model is ITextAligner aligner
            ? Enqueue(() => aligner.Align(request, text), cancellationToken)
            : Task.FromResult<IReadOnlyList<AlignedWord>>([]);

    /// <summary>Recognises a window.</summary>
    /// <exception cref="ObjectDisposedException">This recogniser, or its threads, have been disposed of.</exception>
    public Task<RecognisedWindow> RecogniseAsync(RecognitionRequest request, CancellationToken cancellationToken)
    {
        var work = new WindowWork(this, request, cancellationToken);
        threads.Enqueue(work);
        return work.Result;
    }

    /// <summary>Recognises a window by itself, and tells the seconds that it took, without those that it waited.</summary>
    /// <exception cref="ObjectDisposedException">This recogniser, or its threads, have been disposed of.</exception>
    public Task<(RecognisedWindow Window, double Seconds)> RecogniseTimedAsync(
        RecognitionRequest request, CancellationToken cancellationToken)
        => Enqueue(
            () =>
            {
                var started = Stopwatch.GetTimestamp();
                var window = model.Recognise([request], cancellationToken)[0];
                return (window, Stopwatch.GetElapsedTime(started).TotalSeconds);
            },
            cancellationToken);

    /// <summary>Lets running windows finish; waiting ones are cancelled. Nothing uses the model from then on.</summary>
    public void Dispose() => threads.Close(this);

    private Task<T> Enqueue<T>(Func<T> function, CancellationToken cancellationToken)
    {
        var work = new RecognitionWork<T>(this, function, cancellationToken);
        threads.Enqueue(work);
        return work.Result;
    }
}
