using System.Runtime.CompilerServices;
using Hansard.Engine.Recognition.Languages;
using Hansard.Engine.Speech;

namespace Hansard.Engine.Pipeline;

/// <summary>A window and its language.</summary>
/// <param name="Window">The stretch, and its sound.</param>
/// <param name="Decision">The language of all that is in it, and others in doubt.</param>
internal sealed record IdentifiedWindow(SpeechWindow Window, LanguageDecision Decision);

/// <summary>Joins neighbouring segments of one language to windows.</summary>
/// <param name="options">Limits of a window.</param>
/// <param name="joins">False makes every segment a window, as soon as it is there.</param>
internal sealed class WindowStage(WindowOptions options, bool joins)
{
    /// <summary>Gives the windows of one recording, in order.</summary>
    public async IAsyncEnumerable<IdentifiedWindow> JoinAsync(
        IAsyncEnumerable<IdentifiedSegment> segments, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var joiner = new WindowJoiner(options);
        LanguageDecision? current = null;
        await foreach (var (segment, decision) in segments.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (joiner.Add(segment, mayJoin: decision.Language == current?.Language) is { } window)
            {
                yield return new IdentifiedWindow(window, current!);
                current = null;
            }
            current = current?.With(decision) ?? decision;
            if (joins) continue;
            yield return new IdentifiedWindow(joiner.Finish()!, current);
            current = null;
        }
        if (joiner.Finish() is { } last) yield return new IdentifiedWindow(last, current!);
    }
}
