using System.Reflection;
using System.Text.RegularExpressions;

namespace Hansard.Translation.Apertium.Rules;

/// <summary>
/// Rules for what Apertium's own leave undone in a pair of languages, from a file of the assembly: <c>pt-es.tsv</c>. README.md beside it
/// describes the format.
/// </summary>
internal sealed partial class RewriteRules
{
    // A sentence takes microseconds; a pattern that would not end gives up its change instead.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);
    private readonly IReadOnlyList<Rule> _rules;
    private readonly Dictionary<string, string> _words = new(StringComparer.OrdinalIgnoreCase);

    private RewriteRules(IReadOnlyList<Rule> rules)
    {
        _rules = rules;
        foreach (var (from, to) in rules.Where(rule => rule.Stage is Stage.Word).SelectMany(rule => rule.Words)) _words.TryAdd(from, to);
    }

    /// <summary>Stages to which a rule is applied.</summary>
    internal enum Stage
    {
        /// <summary>The sentence, before Apertium sees it.</summary>
        Before,

        /// <summary>A word that Apertium's dictionary lacks.</summary>
        Word,

        /// <summary>A word that the dictionary lacks and others agree with.</summary>
        Noun,

        /// <summary>The tagged words, between Apertium's tagger and its transfer.</summary>
        Unit,

        /// <summary>The sentence that Apertium wrote.</summary>
        After,
    }

    /// <summary>The sections in which the rules stand, in order.</summary>
    public IReadOnlyList<string> Sections => [.. _rules.Select(rule => rule.Section).Distinct()];

    /// <summary>The rules of a pair; null if there are none.</summary>
    /// <exception cref="InvalidDataException">A line of the file is not a rule.</exception>
    public static RewriteRules? Of(LanguagePair pair)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{typeof(RewriteRules).Namespace}.{pair}.tsv");
        return stream is null ? null : Read(new StreamReader(stream), $"{pair}.tsv");
    }

    /// <summary>Reads rules.</summary>
    /// <param name="reader">The lines.</param>
    /// <param name="name">The file's name, for messages.</param>
    /// <exception cref="InvalidDataException">A line is not a rule.</exception>
    public static RewriteRules Read(TextReader reader, string name)
    {
        var (rules, definitions, section) = (new List<Rule>(), new Dictionary<string, string>(StringComparer.Ordinal), "");
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            if (line.Length == 0 || line.StartsWith('#')) continue;
            var fields = line.Split('\t');
            try
            {
                if (fields[0] == "section") section = fields[1];
                else if (fields[0] == "define") definitions.Add(fields[1], fields[2]);
                else rules.Add(Rule.Parse(section, fields, definitions));
            }
            catch (Exception e) when (e is ArgumentException or IndexOutOfRangeException)
            {
                throw new InvalidDataException($"{name}, line {number}: '{line}' is not a rule: {e.Message}", e);
            }
        }

        return new RewriteRules(rules);
    }

    /// <summary>The rules without those of a section: to measure what they give.</summary>
    public RewriteRules Without(string section) => new([.. _rules.Where(rule => rule.Section != section)]);

    /// <summary>Changes a sentence before Apertium sees it.</summary>
    public string Before(string text) => Apply(text, Stage.Before);

    /// <summary>Changes the sentence that Apertium wrote.</summary>
    public string After(string text) => Apply(text, Stage.After);

    /// <summary>Changes a tagged sentence, in Apertium's stream format.</summary>
    /// <param name="stream">The sentence.</param>
    /// <param name="standIns">Gets the nouns that stand for unknown ones; null for none.</param>
    public string Tagged(string stream, List<StandIn>? standIns)
    {
        var hasWords = false;
        var (known, lemmas) = ("", new HashSet<string>(StringComparer.OrdinalIgnoreCase));
        foreach (var rule in _rules)
        {
            // Most rules are about words that most sentences do not have.
            if (!ReferenceEquals(known, stream))
                (known, lemmas) =
                    (stream, LexicalUnit.ParseAll(stream).Select(unit => unit.Lemma).ToHashSet(StringComparer.OrdinalIgnoreCase));
            if (rule.Required.Count > 0 && !rule.Required.Any(lemmas.Contains)) continue;
            if (rule.Stage is Stage.Word && !hasWords) (stream, hasWords) = (Known(stream), true);
            else if (rule.Stage is Stage.Unit) stream = rule.Apply(stream);
            else if (rule.Stage is Stage.Noun && standIns is not null) stream = StandFor(stream, rule, standIns);
        }

        return stream;
    }

    private string Apply(string text, Stage stage)
    {
        foreach (var rule in _rules)
            if (rule.Stage == stage) text = rule.Apply(text);
        return text;
    }

    private string Known(string stream) => Unknown().Replace(stream, unit => _words.TryGetValue(unit.Groups["word"].Value, out var word)
        ? new LexicalUnit(unit.Value[1..^1], "", "").As("*" + word).ToString()
        : unit.Value);

    // The word that is stood for is the last of the match.
    private static string StandFor(string stream, Rule rule, List<StandIn> standIns)
    {
        foreach (var (lemma, forms) in rule.Words)
        {
            if (stream.Contains($"^{lemma}<", StringComparison.OrdinalIgnoreCase)) continue;
            var template = new UnitTemplate(rule.Replacement.Replace("#", lemma, StringComparison.Ordinal));
            stream = Rule.Rewrite(
                stream, rule.Pattern!, template,
                once: match => standIns.Add(new StandIn(LexicalUnit.ParseAll(match.Value)[^1].Lemma[1..], forms)));
        }

        return stream;
    }

    [GeneratedRegex(@"(?<!\\)\^\*(?<word>[^<$^\\]+)\$", RegexOptions.ExplicitCapture)]
    private static partial Regex Unknown();

    private sealed record Rule(
        string Section, Stage Stage, Regex? Pattern, string Replacement, UnitTemplate? Template,
        IReadOnlyList<Exchange> Words)
    {
        public IReadOnlyList<string> Required { get; private init; } = [];

        public static Rule Parse(string section, string[] fields, IReadOnlyDictionary<string, string> definitions)
        {
            var (pattern, replacement) = (fields[1], fields[2]);
            switch (fields[0])
            {
                case "before" or "after":
                    var text = new Regex(pattern, RegexOptions.CultureInvariant, Timeout);
                    return new Rule(section, fields[0] == "before" ? Stage.Before : Stage.After, text, replacement, null, []);
                case "unit":
                    var template = new UnitTemplate(replacement);
                    return new Rule(section, Stage.Unit, UnitPattern.Compile(pattern, definitions, Timeout), replacement, template, [])
                    {
                        Required = UnitPattern.Required(pattern, definitions),
                    };
                case "noun":
                    Exchange[] nouns =
                        [.. fields[3].Split(' ').Select(noun => noun.Split('=')).Select(noun => new Exchange(noun[0], noun[1]))];
                    return new Rule(section, Stage.Noun, UnitPattern.Compile(pattern, definitions, Timeout), replacement, null, nouns);
                case "word":
                    var (from, to) = (pattern.Split('|'), replacement.Split('|'));
                    return from.Length == to.Length
                        ? new Rule(section, Stage.Word, null, replacement, null, [.. from.Zip(to, (a, b) => new Exchange(a, b))])
                        : throw new ArgumentException($"{from.Length} forms have {to.Length} translations.");
                default:
                    throw new ArgumentException($"'{fields[0]}' is not a stage.");
            }
        }

        public string Apply(string text)
        {
            try
            {
                return Template is null ? Pattern!.Replace(text, Replacement) : Rewrite(text, Pattern!, Template);
            }
            catch (RegexMatchTimeoutException)
            {
                return text;
            }
        }

        // What was written is not looked at again, but from beside.
        public static string Rewrite(string stream, Regex pattern, UnitTemplate template, Action<Match>? once = null)
        {
            for (var at = stream.IndexOf('^', StringComparison.Ordinal); at >= 0; at = at < stream.Length ? stream.IndexOf('^', at) : -1)
            {
                var match = pattern.Match(stream, at);
                if (match is not { Success: true, Length: > 0 })
                {
                    at++;
                    continue;
                }

                var written = template.Write(match, StartsSentence(stream.AsSpan(0, at)));
                stream = string.Concat(stream.AsSpan(0, at), written, stream.AsSpan(at + match.Length));
                at += written.Length;
                if (once is null) continue;
                once(match);
                break;
            }

            return stream;
        }

        private static bool StartsSentence(ReadOnlySpan<char> before)
        {
            var end = before.LastIndexOf('$');
            return end < 0 || before[..end].EndsWith("<sent>") || before[..end].EndsWith("<lquest>");
        }
    }
}
