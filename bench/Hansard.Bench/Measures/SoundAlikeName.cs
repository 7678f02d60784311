using Hansard.Bench.Scoring;

namespace Hansard.Bench.Measures;

/// <summary>A sentence with a name that is spelled otherwise than it is heard.</summary>
/// <param name="Term">The name as it is to be written.</param>
/// <param name="Sentence">As a voice is given it to say.</param>
/// <param name="Spoken">The name in it.</param>
internal sealed record SoundAlikeName(string Term, string Sentence, string Spoken)
{
    /// <summary>Reads a line of a list.</summary>
    /// <param name="fields">name, term, sentence, and the name in it where that is not the term.</param>
    public static SoundAlikeName Of(string[] fields) => new(fields[1], fields[2], fields.Length > 3 ? fields[3] : fields[1]);

    /// <summary>
    /// Determines whether a voice is intelligible: the words around the name are recognised, each as it is said. The name is not looked at,
    /// so that a list tests how names are found, and not how well a program speaks.
    /// </summary>
    /// <param name="text">Recognised without the term.</param>
    public bool IsIntelligible(string text)
    {
        var at = Sentence.IndexOf(Spoken, StringComparison.Ordinal);
        var before = TextNormaliser.Normalise(Sentence[..at], "en");
        var after = TextNormaliser.Normalise(Sentence[(at + Spoken.Length)..], "en");
        var recognised = TextNormaliser.Normalise(text, "en");
        return recognised.Length > before.Length + after.Length
            && recognised.AsSpan().StartsWith(before) && recognised.AsSpan().EndsWith(after);
    }
}
