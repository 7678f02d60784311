namespace Hansard.Engine.Transcripts.Import;

/// <summary>A line of a text.</summary>
/// <param name="Number">From 1 on.</param>
/// <param name="Text">Without its end and white space around it.</param>
internal readonly record struct NumberedLine(int Number, string Text)
{
    /// <summary>Indicates whether there is nothing on it.</summary>
    public bool IsEmpty => Text.Length == 0;

    /// <summary>Divides a text at line ends of every system.</summary>
    public static IEnumerable<NumberedLine> Of(string text)
    {
        for (int start = 0, number = 1; start <= text.Length; number++)
        {
            var end = text.AsSpan(start).IndexOfAny('\n', '\r');
            end = end < 0 ? text.Length : start + end;
            yield return new NumberedLine(number, text[start..end].Trim());
            start = end + (end + 1 < text.Length && text[end] == '\r' && text[end + 1] == '\n' ? 2 : 1);
        }
    }

    /// <summary>Divides a text into blocks of lines with empty lines between them.</summary>
    public static IEnumerable<IReadOnlyList<NumberedLine>> Blocks(string text)
    {
        List<NumberedLine> block = [];
        foreach (var line in Of(text))
        {
            if (!line.IsEmpty)
            {
                block.Add(line);
                continue;
            }
            if (block.Count > 0) yield return block;
            block = [];
        }
        if (block.Count > 0) yield return block;
    }
}
