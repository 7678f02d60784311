using System.Text;

namespace Hansard.Engine.Translation.Apertium.Lexical;

/// <summary>A sentence between Apertium's tagger and its transfer, where its words can be changed, moved, put in and left out.</summary>
internal sealed class LexicalSentence
{
    private readonly List<LexicalUnit> _units = [];
    private readonly string _after;

    private LexicalSentence(List<LexicalUnit> units, string after) => (_units, _after) = (units, after);

    /// <summary>How many words and marks there are.</summary>
    public int Count => _units.Count;

    /// <summary>A word or mark; beyond the ends one that is nothing.</summary>
    public LexicalUnit this[int index]
    {
        get => index >= 0 && index < _units.Count ? _units[index] : Nothing;
        set
        {
            if (index >= 0 && index < _units.Count) _units[index] = value;
        }
    }

    private static LexicalUnit Nothing { get; } = new("", "", "");

    /// <summary>Reads Apertium's stream format.</summary>
    public static LexicalSentence Parse(string stream)
    {
        var units = new List<LexicalUnit>();
        var blank = new StringBuilder();
        for (var i = 0; i < stream.Length; i++)
        {
            if (stream[i] == '\\' && i + 1 < stream.Length) blank.Append(stream[i++]);
            else if (stream[i] == '^' && EndOf(stream, i) is var end and > 0)
            {
                var word = stream[(i + 1)..end];
                var tags = TagsOf(word);
                units.Add(new LexicalUnit(blank.ToString(), word[..tags], word[tags..]));
                blank.Clear();
                i = end;
                continue;
            }

            blank.Append(stream[i]);
        }

        return new LexicalSentence(units, blank.ToString());
    }

    /// <summary>Leaves a word out.</summary>
    public void RemoveAt(int index)
    {
        var before = _units[index].Before;
        if (StartsSentence(index) && char.IsUpper(_units[index].Lemma[0])) this[index + 1] = Raised(this[index + 1]);
        _units.RemoveAt(index);
        // What follows stands where it stood, if nothing was before it.
        if (index < _units.Count && (index == 0 || before.Length == 0) && !_units[index].IsMark) _units[index] = _units[index] with { Before = before };
    }

    /// <summary>Puts a word in. At the beginning it takes the capital over.</summary>
    public void Insert(int index, LexicalUnit unit)
    {
        if (index < _units.Count && (index == 0 || _units[index].Before.Length == 0))
        {
            var next = _units[index];
            unit = unit with { Before = next.Before };
            if (!unit.IsMark && StartsSentence(index) && next.Lemma.Length > 0 && char.IsUpper(next.Lemma[0])) unit = Raised(unit);
            _units[index] = (unit.IsMark ? next : Lowered(next)) with { Before = unit.Has("lquest") ? "" : " " };
        }
        else if (unit.Has("lquest") && index < _units.Count)
        {
            _units[index] = _units[index] with { Before = "" };
        }

        _units.Insert(index, unit);
    }

    /// <summary>Moves words to the left.</summary>
    public void MoveLeft(int index, int count, int to)
    {
        var moved = _units.GetRange(index, count);
        var before = _units[to].Before;
        if (StartsSentence(to) && char.IsUpper(_units[to].Lemma[0]))
        {
            moved[0] = Raised(moved[0]);
            _units[to] = Lowered(_units[to]);
        }

        _units[to] = _units[to] with { Before = " " };
        moved[0] = moved[0] with { Before = before };
        _units.RemoveRange(index, count);
        _units.InsertRange(to, moved);
    }

    /// <summary>The mark that ends the sentence in which a word stands; the end of the text if there is none.</summary>
    public int EndAfter(int index)
    {
        while (index < Count && !(_units[index].Has("sent") && !_units[index].Is(";", ":"))) index++;
        return index;
    }

    /// <summary>The first word of the sentence in which a word stands.</summary>
    public int StartBefore(int index)
    {
        while (index > 0 && !(_units[index - 1].Has("sent") && !_units[index - 1].Is(";", ":"))) index--;
        return index;
    }

    /// <summary>Whether a word stands in a question.</summary>
    public bool IsAsked(int index) => this[EndAfter(index)].Is("?");

    /// <summary>Whether a word is the first of a clause: after a mark, or after "and" and the like.</summary>
    public bool StartsClause(int index) => index == 0 || this[index - 1].IsMark || this[index - 1].Has("cnjcoo") || this[index - 1].Has("ij");

    /// <summary>The verb with a person that follows, with adverbs and unstressed pronouns between at most; -1 if something else does.</summary>
    public int FiniteVerbFrom(int index)
    {
        while (this[index].Has("adv") && !this[index].Has("itg") || this[index].Has("pro")) index++;
        return this[index].IsFinite ? index : -1;
    }

    /// <summary>Whether words from one index to before another include a verb with a person.</summary>
    public bool HasFiniteVerb(int from, int to)
    {
        for (var i = from; i < to; i++)
            if (this[i].IsFinite) return true;
        return false;
    }

    /// <summary>Whether a form of a word is in the sentence.</summary>
    public bool Contains(string lemma) => _units.Exists(u => u.Is(lemma));

    /// <summary>Whether the noun nearest before a word is feminine.</summary>
    public bool FollowsFeminine(int index)
    {
        for (var i = index - 1; i >= 0 && i > index - 5; i--)
            if (this[i].Has("n")) return this[i].Has("f");
        return false;
    }

    /// <summary>In Apertium's stream format.</summary>
    public override string ToString()
    {
        var stream = new StringBuilder();
        foreach (var unit in _units) stream.Append(unit.Before).Append('^').Append(unit.Lemma).Append(unit.Tags).Append('$');
        return stream.Append(_after).ToString();
    }

    private bool StartsSentence(int index) => index == 0 || this[index - 1].Has("sent") || this[index - 1].Has("lquest");

    private static LexicalUnit Raised(LexicalUnit unit) => unit.Lemma.Length == 0 ? unit : unit with { Lemma = char.ToUpperInvariant(unit.Lemma[0]) + unit.Lemma[1..] };

    private static LexicalUnit Lowered(LexicalUnit unit)
        => unit.IsUnknown || unit.Has("np") ? unit : unit with { Lemma = char.ToLowerInvariant(unit.Lemma[0]) + unit.Lemma[1..] };

    private static int EndOf(string stream, int start)
    {
        for (var i = start + 1; i < stream.Length; i++)
        {
            if (stream[i] == '\\') i++;
            else if (stream[i] == '$') return i;
        }

        return -1;
    }

    private static int TagsOf(string word)
    {
        for (var i = 0; i < word.Length; i++)
        {
            if (word[i] == '\\') i++;
            else if (word[i] == '<') return i;
        }

        return word.Length;
    }
}
