namespace Hansard.Engine.Recognition.Whisper.Tokens;

/// <summary>
/// The order in which a decoder has its tokens: those that any text may have, Latin, signs and special ones, then those of other scripts,
/// so that a text that has none of these is decoded without them.
/// </summary>
/// <remarks>Special tokens, the end of the text and all after it, stay side by side and in their order.</remarks>
internal sealed class VocabularyOrder
{
    /// <summary>Tokens of other scripts, for fewer of which the order stays as it is.</summary>
    private const int Least = 1024;

    // Null: as the tokens are numbered.
    private readonly int[]? _tokenAt;
    private readonly int[]? _placeOf;

    private VocabularyOrder(int common) => Common = common;

    private VocabularyOrder(int[] common, List<(int Token, TokenScripts Scripts)> foreign)
    {
        foreign = [.. foreign.OrderBy(token => token.Scripts).ThenBy(token => token.Token)];
        (Common, _tokenAt) = (common.Length, [.. common, .. foreign.Select(token => token.Token)]);
        _placeOf = new int[_tokenAt.Length];
        for (var place = 0; place < _tokenAt.Length; place++) _placeOf[_tokenAt[place]] = place;
        List<ScriptPlaces> scripts = [];
        for (var first = 0; first < foreign.Count; first += scripts[^1].Count)
        {
            var script = foreign[first].Scripts;
            scripts.Add(new ScriptPlaces(script, first, foreign.Skip(first).TakeWhile(token => token.Scripts == script).Count()));
        }
        Scripts = scripts;
    }

    /// <summary>The order of the tokens' numbers.</summary>
    public static VocabularyOrder Natural { get; } = new(int.MaxValue);

    /// <summary>Tokens that any text may have.</summary>
    public int Common { get; }

    /// <summary>Tokens by place: the common ones, then those of other scripts; null where the order is that of their numbers.</summary>
    public ReadOnlySpan<int> TokensAt => _tokenAt;

    /// <summary>Indicates whether the order is that of the tokens' numbers.</summary>
    public bool IsNatural => _tokenAt is null;

    /// <summary>Places of other scripts, from the first behind the common ones on.</summary>
    public IReadOnlyList<ScriptPlaces> Scripts { get; } = [];

    /// <summary>Orders tokens by their scripts.</summary>
    /// <param name="tokenizer">The model's.</param>
    /// <param name="endOfText">The first special token.</param>
    /// <param name="count">Number of tokens.</param>
    public static VocabularyOrder ByScript(WhisperTokenizer tokenizer, int endOfText, int count)
    {
        if (endOfText >= count) return Natural;
        List<(int Token, TokenScripts)> foreign = [];
        var isForeign = new bool[endOfText];
        for (var token = 0; token < endOfText; token++)
        {
            var scripts = WritingSystem.OfToken(tokenizer.Bytes(token));
            if (scripts is TokenScripts.None) continue;
            isForeign[token] = true;
            foreign.Add((token, scripts));
        }
        return foreign.Count < Least ? Natural : new VocabularyOrder(CommonOf(isForeign, count), foreign);
    }

    /// <remarks>Nearly all stay where they are; the last fill the places of what is foreign.</remarks>
    private static int[] CommonOf(bool[] isForeign, int count)
    {
        var text = isForeign.Count(foreign => !foreign);
        var last = isForeign.Length;
        return [
            .. Enumerable.Range(0, text).Select(place => isForeign[place] ? LastCommon() : place),
            .. Enumerable.Range(isForeign.Length, count - isForeign.Length),
        ];

        int LastCommon()
        {
            do last--;
            while (isForeign[last]);
            return last;
        }
    }

    /// <summary>The place of a token.</summary>
    public int PlaceOf(int token) => _placeOf is null ? token : _placeOf[token];

    /// <summary>The token of a place.</summary>
    public int TokenAt(int place) => _tokenAt is null ? place : _tokenAt[place];
}
