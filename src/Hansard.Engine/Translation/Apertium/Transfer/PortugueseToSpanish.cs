using Hansard.Engine.Translation.Apertium.Lexical;

namespace Hansard.Engine.Translation.Apertium.Transfer;

/// <summary>
/// What Apertium's own rules from Portuguese to Spanish leave undone. It is done to the tagged Portuguese sentence, so that their inflection follows.
/// </summary>
internal static class PortugueseToSpanish
{
    private static readonly UnknownWords Unknown = new("pt-es");

    /// <summary>Changes a sentence.</summary>
    public static void Apply(LexicalSentence sentence, StandIns? standIns)
    {
        PortugueseTagging.Mend(sentence);
        Unknown.Apply(sentence, standIns);
        PortugueseQuestions.MarkInterrogatives(sentence);
        // From the end, so that what is put in is not looked at again.
        for (var i = sentence.Count - 1; i >= 0; i--)
        {
            PortugueseWords.Change(sentence, i);
            PortuguesePronouns.Change(sentence, i);
            PortugueseVerbs.Change(sentence, i);
        }

        PortuguesePronouns.GiveSubjectAnArticle(sentence);
        PortugueseQuestions.PutSubjectsBehind(sentence);
        PortugueseQuestions.Open(sentence);
    }
}
