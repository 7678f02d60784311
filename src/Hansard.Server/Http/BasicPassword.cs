using System.Text;

namespace Hansard.Server.Http;

/// <summary>Reads the password of an <c>Authorization</c> header of the scheme Basic (RFC 7617).</summary>
internal static class BasicPassword
{
    private const string Scheme = "Basic ";

    // A key has at most 256 characters.
    private const int Longest = 2_048;

    /// <param name="header">The value of the header.</param>
    /// <returns>Null where it is of another scheme, or malformed.</returns>
    public static string? Of(string header)
    {
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || header.Length > Longest) return null;
        var bytes = new byte[header.Length];
        if (!Convert.TryFromBase64String(header[Scheme.Length..].Trim(), bytes, out var length)) return null;
        var credentials = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = credentials.IndexOf(':');
        return colon < 0 ? null : credentials[(colon + 1)..];
    }
}
