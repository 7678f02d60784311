using System.Text;

namespace Hansard.Engine.Transcripts.Renderings;

/// <summary>Tokens whose text is changed, and which go when nothing of it is left.</summary>
internal sealed class EditableTokens
{
    private readonly TranscriptToken[] _tokens;
    private readonly bool[] _isEdited;
    private readonly LanguageTable? _language;

    /// <param name="tokens">All tokens of a transcript.</param>
    /// <param name="language">Language of those that tell none; null: it is judged by their words.</param>
    public EditableTokens(IReadOnlyList<TranscriptToken> tokens, string? language)
    {
        _tokens = [.. tokens];
        _isEdited = new bool[_tokens.Length];
        _language = LanguageTable.Find(language) ?? (language is null && _tokens.Any(token => token.Language is null)
            ? LanguageTable.Guess(string.Concat(_tokens.Where(token => token.Language is null).Select(token => token.Text)))
            : null);
    }

    /// <summary>Number of tokens.</summary>
    public int Count => _tokens.Length;

    /// <summary>A token as it is now.</summary>
    public TranscriptToken this[int index] => _tokens[index];

    /// <summary>Divides the tokens into runs that are texts.</summary>
    /// <param name="bySpeaker">A change of speaker ends a run.</param>
    public IReadOnlyList<TokenRun> Runs(bool bySpeaker)
    {
        List<TokenRun> runs = [];
        foreach (var spoken in Enumerable.Range(0, Count).Where(i => !IsTranslation(i)).GroupBy(i => _tokens[i].Track))
            runs.AddRange(Divide(spoken, (a, b) => _tokens[a].Language != _tokens[b].Language
                || (bySpeaker && _tokens[a].Speaker != _tokens[b].Speaker)));
        runs.AddRange(Divide(Enumerable.Range(0, Count).Where(IsTranslation), (a, b) => b != a + 1
            || _tokens[a].Language != _tokens[b].Language));
        return runs;
    }

    /// <summary>Text of a run as it is now.</summary>
    public string TextOf(TokenRun run) => string.Concat(run.Tokens.Select(i => _tokens[i].Text));

    /// <summary>Makes changes.</summary>
    /// <param name="run">The run.</param>
    /// <param name="edits">Changes of its text, in order, none over another.</param>
    /// <returns>Indexes of the tokens that each change touches, in the order of the changes.</returns>
    public IReadOnlyList<IReadOnlyList<int>> Apply(TokenRun run, IReadOnlyList<TextEdit> edits)
    {
        var touched = edits.Select(_ => new List<int>()).ToList();
        var (at, next) = (0, 0);
        List<(int Token, int Edit)> replaced = [];
        foreach (var index in run.Tokens)
        {
            var (text, kept, begin) = (_tokens[index].Text, new StringBuilder(), at);
            for (var position = begin; position < begin + text.Length;)
            {
                while (next < edits.Count && edits[next].End <= position) next++;
                if (next >= edits.Count || edits[next].Start >= begin + text.Length)
                {
                    kept.Append(text, position - begin, begin + text.Length - position);
                    break;
                }
                var edit = edits[next];
                if (position < edit.Start) kept.Append(text, position - begin, edit.Start - position);
                if (edit.Start >= begin)
                {
                    kept.Append(edit.Text);
                    if (edit.Text.Length > 0) replaced.Add((index, next));
                }
                touched[next].Add(index);
                position = Math.Min(edit.End, begin + text.Length);
            }
            at += text.Length;
            var now = kept.ToString();
            if (now == text) continue;
            _isEdited[index] = true;
            _tokens[index] = _tokens[index] with { Text = now };
        }
        foreach (var (token, edit) in replaced) Lengthen(token, touched[edit]);
        return touched;
    }

    /// <summary>Replaces a run as a whole.</summary>
    public void Replace(TokenRun run, string text)
    {
        foreach (var (place, index) in run.Tokens.Index())
        {
            _isEdited[index] = true;
            _tokens[index] = _tokens[index] with { Text = place > 0 ? "" : _tokens[index].Text is [' ', ..] ? $" {text}" : text };
        }
    }

    /// <summary>Takes away what else was heard in the place of words, which may hold what the words do not show.</summary>
    public void ForgetAlternatives()
    {
        for (var i = 0; i < Count; i++)
            if (_tokens[i].Alternatives.Count > 0) _tokens[i] = _tokens[i] with { Alternatives = [] };
    }

    /// <summary>The tokens that have a text.</summary>
    /// <param name="beginsWithSpace">True if the first one may begin with a space.</param>
    public IReadOnlyList<TranscriptToken> Result(bool beginsWithSpace)
    {
        List<TranscriptToken> left = [];
        for (var i = 0; i < Count; i++)
            if (!_isEdited[i] || !string.IsNullOrWhiteSpace(_tokens[i].Text)) left.Add(_tokens[i]);
        var first = left.FindIndex(token => token.TranslationStatus is not TranslationStatus.Translation);
        if (first >= 0 && !beginsWithSpace) left[first] = left[first] with { Text = left[first].Text.TrimStart(' ') };
        return left;
    }

    private bool IsTranslation(int index) => _tokens[index].TranslationStatus is TranslationStatus.Translation;

    private IEnumerable<TokenRun> Divide(IEnumerable<int> indexes, Func<int, int, bool> separates)
    {
        List<int> run = [];
        foreach (var index in indexes)
        {
            if (run.Count > 0 && separates(run[^1], index))
            {
                yield return Make(run);
                run = [];
            }
            run.Add(index);
        }
        if (run.Count > 0) yield return Make(run);
    }

    private TokenRun Make(List<int> run)
        => new(run, _tokens[run[0]].Language is { } code ? LanguageTable.Find(code) : _language, IsTranslation(run[0]));

    // What stands for several words has the time of all of them.
    private void Lengthen(int token, List<int> touched)
    {
        var last = touched.Where(i => _tokens[i].Text.Length == 0 || i == token).Max();
        if (_tokens[last].EndMs is { } end && _tokens[token].EndMs < end) _tokens[token] = _tokens[token] with { EndMs = end };
    }
}
