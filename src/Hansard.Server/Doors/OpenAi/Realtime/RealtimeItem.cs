using System.Text;
using Hansard.Engine.Transcripts;

namespace Hansard.Server.Doors.OpenAi.Realtime;

/// <summary>An utterance: the sound up to a commit, and its words so far.</summary>
internal sealed class RealtimeItem
{
    // Scripts from here on write no spaces.
    private const char FirstUnspaced = '⺀';

    private readonly StringBuilder _text = new();
    private readonly List<TranscriptToken> _tokens = [];
    private bool _isInterrupted;

    /// <summary>By which clients know it.</summary>
    public string Id { get; } = RealtimeEvents.NewId("item");

    /// <summary>Indicates whether the client was told that somebody speaks.</summary>
    public bool IsStarted { get; set; }

    /// <summary>The length of its sound, once it is committed.</summary>
    public TimeSpan Duration { get; set; }

    /// <summary>Its text so far.</summary>
    public string Text => _text.ToString();

    /// <summary>Its words so far.</summary>
    public IReadOnlyList<TranscriptToken> Tokens => _tokens;

    /// <summary>Takes words that are final.</summary>
    /// <returns>The text that they add.</returns>
    public string Add(IReadOnlyList<TranscriptToken> tokens)
    {
        var added = string.Concat(tokens.Select(token => token.Text));
        if (_text.Length == 0) added = added.TrimStart();
        else if (_isInterrupted && added is [not ' ', ..] && IsSpaced(_text[^1])) added = $" {added}";
        _isInterrupted = false;
        _tokens.AddRange(tokens);
        _text.Append(added);
        return added;
    }

    /// <summary>Takes note that what follows is heard anew, and begins a text of its own.</summary>
    public void Interrupt() => _isInterrupted = true;

    private static bool IsSpaced(char last) => last < FirstUnspaced && last != ' ';
}
