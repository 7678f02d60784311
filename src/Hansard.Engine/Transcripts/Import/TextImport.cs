namespace Hansard.Engine.Transcripts.Import;

/// <summary>Reads texts and subtitles that were made elsewhere.</summary>
public static class TextImport
{
    /// <summary>Passages that a text has at most.</summary>
    public const int MaximumPassages = 100_000;

    /// <summary>Characters of all passages together at most.</summary>
    public const int MaximumText = 4_000_000;

    /// <summary>Reads a text.</summary>
    /// <param name="text">Of any size; it is bounded here.</param>
    /// <param name="format">The form that it has.</param>
    /// <returns>Passages, at least one; those with times in the order of their beginnings.</returns>
    /// <exception cref="TextImportException">It does not have that form, has nothing to read, or has too much.</exception>
    public static IReadOnlyList<ImportedPassage> Read(string text, TextImportFormat format)
    {
        ArgumentNullException.ThrowIfNull(text);
        var passages = format switch
        {
            TextImportFormat.Srt => SrtReader.Read(text),
            TextImportFormat.Vtt => VttReader.Read(text),
            _ => PlainTextReader.Read(text),
        };
        List<ImportedPassage> read = [];
        var characters = 0;
        foreach (var passage in passages)
        {
            characters += passage.Text.Length;
            if (read.Count == MaximumPassages)
                throw new TextImportException(passage.Line, $"There are more than {MaximumPassages:N0} lines of text: divide it.");
            if (characters > MaximumText)
                throw new TextImportException(passage.Line, $"There are more than {MaximumText:N0} characters: divide the text.");
            read.Add(passage);
        }
        if (read.Count == 0) throw new TextImportException(1, "There is nothing to read in this file.");
        return format == TextImportFormat.Txt ? read : [.. read.OrderBy(passage => passage.Time!.Value.Start)];
    }
}
