using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Hansard.Translation.Apertium.Rules;

/// <summary>
/// Writes a pattern over words as a regular expression over Apertium's stream format, in which a word is
/// <c>^lemma&lt;tag&gt;&lt;tag&gt;$</c>.
/// </summary>
/// <remarks>
/// <c>{o|a/det,pl|sp,!ind}</c> is a word: one of these lemmas in any case, or any where none is named; with all of the tags between commas,
/// of which <c>a|b</c> is either and <c>!a</c> none. <c>@name</c> stands for a definition, in a word and outside. Everything else is a
/// regular expression's. Words that are matched, rather than looked at from beside, are the groups 1, 2, … with the blanks behind them.
/// </remarks>
internal static partial class UnitPattern
{
    // What stands between words: anything but the marks of a word, unless escaped.
    private const string Blank = @"(?:[^\^$\\]|\\.)*";
    private const string AnyLemma = @"(?:[^<$^\\]|\\.)*";

    /// <summary>Compiles a pattern, to be tried where a word begins.</summary>
    /// <param name="pattern">As described above.</param>
    /// <param name="definitions">What names stand for.</param>
    /// <param name="timeout">How long a match may take.</param>
    /// <exception cref="ArgumentException">The pattern is not one.</exception>
    public static Regex Compile(string pattern, IReadOnlyDictionary<string, string> definitions, TimeSpan timeout)
        => new(
            $@"\G{Expand(pattern, definitions, isNumbered: true)}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, timeout);

    /// <summary>
    /// The lemmas of which a sentence must have one for a pattern to match; none where that cannot be told without matching.
    /// </summary>
    public static IReadOnlyList<string> Required(string pattern, IReadOnlyDictionary<string, string> definitions)
    {
        var depth = 0;
        foreach (Match part in Part().Matches(pattern))
        {
            if (part.Value[0] == '(') depth++;
            else if (part.Value == ")") depth--;
            else if (part.Value[0] == '{' && depth == 0 && part.Groups["times"].Value is "" or "+")
            {
                var lemmas = Name().Replace(part.Groups["lemmas"].Value, name => Definition(name.Value[1..], definitions));
                if (lemmas.Length > 0 && lemmas.All(c => c is '|' or ' ' || char.IsLetter(c))) return lemmas.Split('|');
            }
        }

        return [];
    }

    private static string Expand(string pattern, IReadOnlyDictionary<string, string> definitions, bool isNumbered)
    {
        var expression = new StringBuilder();
        var groups = new Stack<bool>([false]);
        var number = 0;
        foreach (Match part in Part().Matches(pattern))
        {
            var text = part.Value;
            if (text.StartsWith('{'))
            {
                var word = $"(?:{Unit(part.Groups["lemmas"].Value, part.Groups["tags"].Value, definitions)}){part.Groups["times"].Value}";
                // What is beside takes longer to look at than the first word itself.
                if (isNumbered && number == 0 && groups.Count == 1 && part.Groups["times"].Length == 0) expression.Insert(0, $"(?={word})");
                expression.Append(isNumbered && !groups.Peek() ? $"(?<{(++number).ToString(CultureInfo.InvariantCulture)}>{word})" : word);
                continue;
            }

            if (text == ")" && groups.Count > 1) groups.Pop();
            else if (text[0] == '(') groups.Push(groups.Peek() || text.Length > 1);
            expression.Append(text[0] == '@' ? Expand(Definition(text[1..], definitions), definitions, isNumbered: false) : text);
        }

        return expression.ToString();
    }

    private static string Unit(string lemmas, string tags, IReadOnlyDictionary<string, string> definitions)
    {
        string Named(string text) => Name().Replace(text, name => Named(Definition(name.Value[1..], definitions)));
        var unit = new StringBuilder(@"\^").Append(lemmas.Length == 0 ? AnyLemma : $"(?i:{Named(lemmas)})(?=[<$])");
        foreach (var tag in tags.Split(',', StringSplitOptions.RemoveEmptyEntries))
            unit.Append(tag[0] == '!' ? "(?!" : "(?=").Append("[^$]*<(?:").Append(Named(tag.TrimStart('!'))).Append(")>)");
        return unit.Append(@"(?:<[^>]*>)*\$").Append(Blank).ToString();
    }

    private static string Definition(string name, IReadOnlyDictionary<string, string> definitions)
        => definitions.TryGetValue(name, out var definition) ? definition : throw new ArgumentException($"'@{name}' is not defined.");

    [GeneratedRegex(
        @"\\.|\{(?<lemmas>[^/}]*)(?:/(?<tags>[^}]*))?\}(?<times>[*+?]?)|\((?:\?<?[=!])?|\)|@[\w-]+|\[[^\]]*\]|.",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Part();

    [GeneratedRegex(@"@[\w-]+")]
    private static partial Regex Name();
}
