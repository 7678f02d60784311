using System.Globalization;
using System.Text;
using Hansard.Server.Contract;

namespace Hansard.Server.KnownSpeakers;

/// <summary>Names of people who are known again.</summary>
internal static class PersonName
{
    /// <summary>The form in which a name is kept: without white space around it.</summary>
    /// <param name="text">Valid Unicode.</param>
    public static string Of(string text) => text.Trim();

    /// <summary>Describes what is wrong with a name; null when nothing is.</summary>
    /// <param name="name">In the form in which it is kept.</param>
    public static string? Fault(string name)
        => name.Length == 0 ? "A person's name has at least one character."
            : name.EnumerateRunes().Count() > KnownSpeakerBody.MaximumName
                ? $"A person's name has at most {KnownSpeakerBody.MaximumName} characters."
            : name.EnumerateRunes().Any(IsControl) ? "A person's name is one line, without control characters."
            : null;

    // Those of lines, and those that nobody sees, such as of directions, too: a name stands in the middle of other text. The joiners are
    // part of how Persian and the languages of India are written.
    private static bool IsControl(Rune rune) => (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format && !IsJoiner(rune))
        || Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static bool IsJoiner(Rune rune) => rune.Value is 0x200C or 0x200D;
}
