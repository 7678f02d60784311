namespace Hansard.Server.Storage;

/// <summary>A text has a character that the database has no place for: the fault of whoever sent it, and nothing has been stored.</summary>
/// <param name="innerException">The database's.</param>
internal sealed class UnstorableTextException(Exception innerException)
    : Exception("A text of the request has the character U+0000, which cannot be stored: send it without.", innerException);
