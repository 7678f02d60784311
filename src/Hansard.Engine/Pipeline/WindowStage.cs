using System.Runtime.CompilerServices;
using Hansard.Engine.Recognition.Languages;
using Hansard.Engine.Speech;

namespace Hansard.Engine.Pipeline;

/// <summary>Joins neighbouring segments of one language to windows.</summary>
/// <param name="options">Limits of a window.</param>
internal sealed class WindowStage(WindowOptions options)
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
        }
        if (joiner.Finish() is { } last) yield return new IdentifiedWindow(last, current!);
    }
}
