using System.Text;
using System.Text.Json;

namespace Hansard.Bench.Live;

/// <summary>Tokens of a session by the moment at which they came.</summary>
internal sealed class SeenTokens
{
    /// <summary>A token that is shown so near its final place is the same one.</summary>
    private static readonly TimeSpan SamePlace = TimeSpan.FromSeconds(0.5);

    /// <summary>Tokens that are not final are asked for this far back.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(30);

    private readonly StringBuilder _text = new();
    private readonly Queue<(TimeSpan At, TimeSpan End, string Text)> _shown = new();
    private readonly List<double> _shownAfter = [];
    private readonly List<double> _finalAfter = [];

    /// <summary>The text that became final.</summary>
    public string Text => _text.ToString();

    /// <summary>Seconds from the end of each final token to when it was first seen.</summary>
    public IReadOnlyList<double> ShownAfter => _shownAfter;

    /// <summary>Seconds from the end of each final token to when it was final.</summary>
    public IReadOnlyList<double> FinalAfter => _finalAfter;

    /// <summary>Takes the tokens of a message.</summary>
    /// <param name="at">When it came, from the first sample.</param>
    /// <param name="tokens">Its tokens.</param>
    public void Take(TimeSpan at, JsonElement tokens)
    {
        while (_shown.TryPeek(out var oldest) && at - oldest.At > Remembered) _shown.Dequeue();
        foreach (var token in tokens.EnumerateArray())
        {
            if (!token.TryGetProperty("end_ms", out var ms)) continue;
            var (text, end) = (token.GetProperty("text").GetString()!, TimeSpan.FromMilliseconds(ms.GetInt32()));
            _shown.Enqueue((at, end, Plain(text)));
            if (!token.GetProperty("is_final").GetBoolean()) continue;
            _text.Append(text);
            _finalAfter.Add((at - end).TotalSeconds);
            var first = _shown.First(seen => seen.Text == Plain(text) && (seen.End - end).Duration() < SamePlace).At;
            _shownAfter.Add((first - end).TotalSeconds);
        }
    }

    private static string Plain(string text) => new([.. text.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);
}
