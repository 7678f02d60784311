namespace Hansard.Engine.Transcripts.Renderings.Redaction;

/// <summary>Checksums of cards and accounts.</summary>
internal static class Checksums
{
    /// <summary>Checks figures by the algorithm of Luhn, which the numbers of payment cards follow (ISO/IEC 7812-1).</summary>
    public static bool IsLuhn(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            if (i % 2 == 1) digit = digit > 4 ? 2 * digit - 9 : 2 * digit;
            sum += digit;
        }
        return sum % 10 == 0;
    }

    /// <summary>Checks an International Bank Account Number by ISO 13616: modulo 97.</summary>
    /// <param name="number">Letters and figures without spaces.</param>
    public static bool IsIban(string number)
    {
        var rest = 0;
        foreach (var character in string.Concat(number.AsSpan(4), number.AsSpan(0, 4)))
        {
            if (char.IsAsciiDigit(character)) rest = (rest * 10 + character - '0') % 97;
            else if (char.IsAsciiLetter(character)) rest = (rest * 100 + char.ToUpperInvariant(character) - 'A' + 10) % 97;
            else return false;
        }
        return rest == 1;
    }
}
