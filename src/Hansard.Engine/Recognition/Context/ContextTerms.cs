using System.Collections.Concurrent;
using Hansard.Engine.Recognition.Sounds;

namespace Hansard.Engine.Recognition.Context;

/// <summary>The context of a recording, prepared once for all its windows, whatever the family of the model.</summary>
internal sealed class ContextTerms
{
    /// <summary>Names taken from the text and the facts at most.</summary>
    private const int MaximumNames = 200;

    private readonly ConcurrentDictionary<string, IReadOnlyList<SoundedTerm>> _sounded = new(StringComparer.Ordinal);

    private ContextTerms(ContextTerm[] given, IEnumerable<ContextTerm> names, string background)
    {
        (Given, All, Background) = (given, [.. given.Concat(names).DistinctBy(t => t.Spoken)], background);
        Names = [.. All.Skip(given.Length)];
    }

    /// <summary>The terms that the caller lists, each once. They are written as given.</summary>
    public IReadOnlyList<ContextTerm> Given { get; }

    /// <summary>The names in the text and the facts that are no terms.</summary>
    public IReadOnlyList<ContextTerm> Names { get; }

    /// <summary>The terms, and the names in the text and the facts. All are listened for where something like them is recognised.</summary>
    public IReadOnlyList<ContextTerm> All { get; }

    /// <summary>The text and the facts, as sentences; empty if there are none.</summary>
    public string Background { get; }

    /// <summary>The terms that are listed, with their pronunciations: read when a language is first spoken.</summary>
    /// <param name="language">Code of the language.</param>
    public IReadOnlyList<SoundedTerm> Sounded(string language) => _sounded.GetOrAdd(language, spoken => Pronunciation.Knows(spoken)
        ? [.. Given.Select(t => new SoundedTerm(t, Pronunciation.Of(t.Text, spoken))).Where(t => t.Sounds.Count > 0)]
        : []);

    /// <summary>Prepares a context.</summary>
    /// <param name="facts">On the recording.</param>
    /// <param name="text">On the same matter; null for none.</param>
    /// <param name="terms">Names and words that may be said, as they are to be written.</param>
    /// <returns>Null if there is nothing in it to listen for.</returns>
    public static ContextTerms? From(IReadOnlyList<ContextFact> facts, string? text, IReadOnlyList<string> terms)
    {
        ContextTerm[] given = [.. Terms(terms)];
        var names = Terms(
            facts.SelectMany(f => ContextNames.In(f.Value, isSentence: false)).Concat(ContextNames.In(text ?? "", isSentence: true)))
            .Take(MaximumNames).ToArray();
        if (given.Length + names.Length == 0) return null;
        // What is said of the matter in a few words is worth more than a long text, so it stands behind it.
        var listed = string.Join(
            "; ", facts.Where(f => !string.IsNullOrWhiteSpace(f.Value)).Select(f => $"{f.Key.Trim()}: {f.Value.Trim()}"));
        var background = new[] { text, listed }.Where(t => !string.IsNullOrWhiteSpace(t)).Select(t => $" {t!.Trim().TrimEnd('.')}.");
        return new ContextTerms(given, names, string.Concat(background));
    }

    private static IEnumerable<ContextTerm> Terms(IEnumerable<string> texts) => texts
        .Select(t => string.Join(' ', t.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
        .Select(t => new ContextTerm(t, SpokenForm.Of(t), t.AsSpan().Count(' ') + 1))
        .Where(t => t.Spoken.Length > 0)
        .DistinctBy(t => t.Spoken);
}
