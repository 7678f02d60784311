using System.Text;
using System.Text.RegularExpressions;

namespace Hansard.Translation.Apertium.Rules;

/// <summary>Template of the words that a rule writes instead of those that it matched.</summary>
/// <remarks>
/// Words between spaces: <c>lemma&lt;tag&gt;</c> is a new one; <c>$2</c> the words of group 2, <c>$2=lemma</c> as another word,
/// <c>$2&lt;tag&gt;</c> with other tags, <c>$2/a/b/c/d</c> with a tag exchanged for another, and a second. In tags <c>&lt;2:f|m&gt;</c> is
/// the one of these that group 2 has, else the last. The capital of a sentence's first word is the new first word's.
/// </remarks>
internal sealed partial class UnitTemplate
{
    private readonly List<Item> _items = [];

    /// <param name="template">As described above; nothing leaves the words out.</param>
    /// <exception cref="ArgumentException">The template is not one.</exception>
    public UnitTemplate(string template)
    {
        foreach (var text in template.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = Parts().Match(text);
            if (!parts.Success) throw new ArgumentException($"'{text}' is not a word.");
            var exchanges =
                parts.Groups["exchange"].Value.Split('/').Skip(1).Chunk(2).Select(pair => new Exchange(pair[0], pair[^1])).ToList();
            _items.Add(new Item(parts.Groups["group"].Value, parts.Groups["lemma"].Value, parts.Groups["tags"].Value, exchanges));
        }
    }

    private sealed record Item(string Group, string Lemma, string Tags, IReadOnlyList<Exchange> Exchanges);

    /// <summary>The words for a match, in stream format.</summary>
    /// <param name="match">What the pattern matched.</param>
    /// <param name="startsSentence">The match is at the beginning of a sentence.</param>
    public string Write(Match match, bool startsSentence)
    {
        var matched = LexicalUnit.ParseAll(match.Value);
        var isCapital = startsSentence && matched[0].IsCapital;
        List<LexicalUnit> units = [.. _items.SelectMany(item => Units(item, match))];
        if (isCapital) units = [.. units.Select(u => u.Lemma == matched[0].Lemma && !u.IsUnknown && !u.Has("np") ? u.Lowered() : u)];
        var first = units.FindIndex(u => !u.IsMark);
        if (isCapital && first >= 0) units[first] = units[first].Raised();
        var stream = new StringBuilder();
        for (var i = 0; i < units.Count; i++)
        {
            var blank = i + 1 == units.Count ? matched[^1].Blank : units[i].Has("lquest") || units[i + 1].Has("sent")
                || units[i + 1].Has("cm") ? "" : units[i].Blank;
            stream.Append(units[i] with
            {
                Blank = blank.Length == 0 && i + 1 < units.Count && !units[i].Has("lquest") && !units[i + 1].IsMark ? " " : blank,
            });
        }

        return stream.ToString();
    }

    private static IEnumerable<LexicalUnit> Units(Item item, Match match)
    {
        var tags = Choice().Replace(item.Tags, choice =>
        {
            var whose = match.Groups[choice.Groups["group"].Value].Value;
            var tags = choice.Groups["tags"].Value.Split('|');
            return $"<{Array.Find(tags, tag => whose.Contains($"<{tag}>", StringComparison.Ordinal)) ?? tags[^1]}>";
        });
        if (item.Group.Length == 0) return [new LexicalUnit(item.Lemma, tags, " ")];
        return LexicalUnit.ParseAll(match.Groups[item.Group].Value).Select(unit =>
        {
            if (item.Lemma.Length > 0) unit = unit.As(item.Lemma);
            if (tags.Length > 0) unit = unit with { Tags = tags };
            foreach (var (from, to) in item.Exchanges)
                unit = unit with { Tags = unit.Tags.Replace($"<{from}>", to.Length == 0 ? "" : $"<{to}>", StringComparison.Ordinal) };
            return unit;
        });
    }

    [GeneratedRegex(
        @"^(?:\$(?<group>\w+))?(?:=?(?<lemma>[^<$=/\s]+))?(?<tags>(?:<[^>]*>)*)(?<exchange>(?:/[^/\s]*/[^/\s]*)*)$",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Parts();

    [GeneratedRegex(@"<(?<group>\w+):(?<tags>[^>]*)>", RegexOptions.ExplicitCapture)]
    private static partial Regex Choice();
}
