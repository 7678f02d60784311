using System.Buffers;

namespace Hansard.Server.Api;

/// <summary>What HTTP allows in a header (RFC 9110, 5.1 and 5.5).</summary>
internal static class HeaderSyntax
{
    private static readonly SearchValues<char> TokenCharacters
        = SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>A token.</summary>
    public static bool IsName(string name) => name.Length > 0 && !name.AsSpan().ContainsAnyExcept(TokenCharacters);

    /// <summary>Visible ASCII, with blanks and tabs inside.</summary>
    public static bool IsValue(string value)
        => value.Length == 0 || (value.All(c => c is '\t' or (>= ' ' and <= '~')) && value.Trim(' ', '\t').Length == value.Length);
}
