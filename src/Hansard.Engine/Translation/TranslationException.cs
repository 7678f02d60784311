namespace Hansard.Engine.Translation;

/// <summary>
/// A translator failed: it died, hung, refused, or is not there. The message says which and what to do, and may be shown to a user.
/// </summary>
public sealed class TranslationException : Exception
{
    /// <inheritdoc />
    public TranslationException(string message)
        : base(message)
    {
    }

    /// <inheritdoc />
    public TranslationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
