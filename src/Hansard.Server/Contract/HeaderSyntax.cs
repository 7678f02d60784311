using System.Buffers;
using System.Collections.Frozen;

namespace Hansard.Server.Contract;

/// <summary>Checks names and values of headers as HTTP defines them (RFC 9110, 5.1 and 5.5).</summary>
internal static class HeaderSyntax
{
    private static readonly SearchValues<char> TokenCharacters
        = SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private static readonly FrozenSet<string> FramingNames = new[]
    {
        "Connection", "Content-Length", "Expect", "Host", "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>A token.</summary>
    public static bool IsName(string name) => name.Length > 0 && !name.AsSpan().ContainsAnyExcept(TokenCharacters);

    /// <summary>
    /// Determines whether a header says where a message begins, ends or goes (RFC 9110, 7.2, 7.6.1 and 8.6): no client may set it.
    /// </summary>
    public static bool FramesMessage(string name) => FramingNames.Contains(name);

    /// <summary>Visible ASCII, with blanks and tabs inside.</summary>
    public static bool IsValue(string value)
        => value.Length == 0 || (value.All(c => c is '\t' or (>= ' ' and <= '~')) && value.Trim(' ', '\t').Length == value.Length);
}
