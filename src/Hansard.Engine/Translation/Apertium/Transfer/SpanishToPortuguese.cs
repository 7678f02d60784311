using Hansard.Engine.Translation.Apertium.Lexical;

namespace Hansard.Engine.Translation.Apertium.Transfer;

/// <summary>
/// What Apertium's own rules from Spanish to Portuguese leave undone. It is done to the tagged Spanish sentence, so that their inflection follows.
/// </summary>
internal static class SpanishToPortuguese
{
    private static readonly UnknownWords Unknown = new("es-pt");

    /// <summary>Changes a sentence.</summary>
    public static void Apply(LexicalSentence sentence)
    {
        Unknown.Apply(sentence, standIns: null);
        // From the end, so that what is put in is not looked at again.
        for (var i = sentence.Count - 1; i >= 0; i--)
        {
            SpanishIdioms.Change(sentence, i);
            SpanishWords.Change(sentence, i);
        }

        for (var i = sentence.Count - 1; i >= 0; i--) SpanishSubjects.PutFirst(sentence, i);
        for (var i = sentence.Count - 1; i >= 0; i--)
        {
            SpanishSubjects.NameWhoIsAsked(sentence, i);
            SpanishSubjects.MakeFormal(sentence, i);
        }
    }
}
