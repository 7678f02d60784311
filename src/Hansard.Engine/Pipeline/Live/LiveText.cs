using Hansard.Engine.Transcripts;

namespace Hansard.Engine.Pipeline.Live;

/// <summary>Makes tokens of words that are final, once their speakers are known, and of those that are not.</summary>
/// <param name="scripts">Writes words in the script that is asked for.</param>
/// <param name="speakers">Tells speakers; null for none.</param>
/// <param name="terms">Names that are written as they are given; null for none.</param>
internal sealed class LiveText(ScriptStage scripts, LiveSpeakers? speakers, IReadOnlyList<string>? terms)
{
    private readonly TokenBuilder _tokens = new(terms);
    private readonly Queue<FinalWords> _waiting = [];
    private string? _speaker;

    /// <summary>Indicates whether final words wait for their speakers.</summary>
    public bool IsWaiting => _waiting.Count > 0;

    /// <summary>The beginning of the words that wait; null if none do.</summary>
    public TimeSpan? WaitingFrom => _waiting.TryPeek(out var first) ? first.Words[0].Start : null;

    /// <summary>The last word that is final; null before the first.</summary>
    public string? LastWord { get; private set; }

    /// <summary>Takes words that are final.</summary>
    /// <param name="words">In time order.</param>
    /// <param name="continues">Whether no pause lies before them.</param>
    public void Take(IReadOnlyList<RecognisedWord> words, bool continues)
    {
        if (words.Count == 0) return;
        LastWord = words[^1].Text;
        _waiting.Enqueue(new FinalWords(scripts.Write(words), continues));
    }

    /// <summary>Takes the tokens of words whose speakers are known by now.</summary>
    public IReadOnlyList<TranscriptToken> TakeReady()
    {
        List<TranscriptToken> ready = [];
        while (_waiting.TryPeek(out var final) && Attribute(final.Words) is { } words)
        {
            _waiting.Dequeue();
            ready.AddRange(_tokens.Append(words, final.Continues));
            _speaker = words[^1].Speaker;
        }
        return ready;
    }

    /// <summary>The tokens of all words that wait or may change.</summary>
    /// <param name="words">Words that may change.</param>
    /// <param name="continues">Whether no pause lies before them.</param>
    public IReadOnlyList<TranscriptToken> NonFinal(IReadOnlyList<RecognisedWord> words, bool continues)
    {
        RecognisedWord[] all = [.. _waiting.SelectMany(final => final.Words), .. scripts.Write(words)];
        if (all.Length == 0) return [];
        // Until it is known who speaks, whoever spoke last does.
        if (speakers is not null) all = [.. all.Select(word => word with { Speaker = _speaker ?? "1" })];
        return _tokens.Preview(all, _waiting.TryPeek(out var first) ? first.Continues : continues);
    }

    private IReadOnlyList<RecognisedWord>? Attribute(IReadOnlyList<RecognisedWord> words)
        => speakers is null ? words : speakers.Attribute(words);

    private sealed record FinalWords(IReadOnlyList<RecognisedWord> Words, bool Continues);
}
