using System.Text.RegularExpressions;

namespace Hansard.Translation.Apertium.Rules;

/// <summary>
/// A noun that Apertium knows, in the place of one that it does not, so that it makes the words around it agree: "o próximo *revisión" goes
/// through as "a próxima zebra" and comes out as "la próxima revisión".
/// </summary>
/// <remarks>
/// Merely calling the unknown word a noun will not do: transfer then takes over the gender that its last sentence left behind.
/// </remarks>
/// <param name="Word">The unknown word, as it is to be written.</param>
/// <param name="Forms">What Apertium writes for the noun, between bars.</param>
internal sealed record StandIn(string Word, string Forms)
{
    /// <summary>Puts the words back into a translation.</summary>
    /// <returns>Null if a noun is not where it should be, once.</returns>
    public static string? Restore(string translation, IEnumerable<StandIn> standIns)
    {
        foreach (var standIn in standIns)
        {
            var found = Regex.Matches(translation, $@"\b(?:{standIn.Forms})\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
            if (found is not [var only]) return null;
            var word = char.IsUpper(only.Value[0]) ? char.ToUpperInvariant(standIn.Word[0]) + standIn.Word[1..] : standIn.Word;
            translation = string.Concat(translation.AsSpan(0, only.Index), word, translation.AsSpan(only.Index + only.Length));
        }

        return translation;
    }
}
