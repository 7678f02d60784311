using Hansard.Server.Contract;

namespace Hansard.Server.Revisions;

/// <summary>Speakers as tokens have them: numbers from 1 on.</summary>
internal static class SpeakerLabel
{
    // More than the recordings have people; a label stands on every token.
    private const int MaximumDigits = 3;

    /// <summary>Determines whether a text is one.</summary>
    public static bool IsOne(string text)
        => text.Length is > 0 and <= MaximumDigits && text[0] != '0' && text.All(char.IsAsciiDigit);

    /// <summary>Reads one; null when absent or wrong.</summary>
    /// <param name="body">The object that has it.</param>
    /// <param name="name">Of the field.</param>
    public static string? Read(FieldReader body, string name)
    {
        if (body.Text(name) is not { } speaker) return null;
        if (IsOne(speaker)) return speaker;
        body.Fault("invalid_value", name, $"'{name}' must be the number of a speaker, such as \"1\".");
        return null;
    }
}
