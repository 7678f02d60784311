namespace Hansard.Engine.Transcripts.Import;

/// <summary>The fault of a text that cannot be brought in.</summary>
/// <param name="line">Number of the line that is wrong, from 1 on.</param>
/// <param name="message">A sentence about it.</param>
public sealed class TextImportException(int line, string message) : Exception($"Line {line}: {message}")
{
    /// <summary>Number of the line that is wrong, from 1 on.</summary>
    public int Line => line;
}
