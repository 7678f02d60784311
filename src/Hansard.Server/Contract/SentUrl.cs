namespace Hansard.Server.Contract;

/// <summary>A URL that a client sent.</summary>
/// <param name="Url">To ask.</param>
/// <param name="Text">To show: as the client wrote it.</param>
internal sealed record SentUrl(Uri Url, string Text)
{
    /// <summary>Reads a field that is an http or https URL; null when absent or wrong.</summary>
    public static SentUrl? Read(FieldReader body, string name, int maximum)
    {
        if (body.Text(name, maximum) is not { } text) return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.Host.Length > 0)
            return new SentUrl(url, text);
        body.Fault("invalid_value", name, $"'{name}' must be an absolute http or https URL.");
        return null;
    }
}
