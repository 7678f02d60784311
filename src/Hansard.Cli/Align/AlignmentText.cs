using Hansard.Cli.Usage;
using Hansard.Engine.Transcripts.Import;

namespace Hansard.Cli.Align;

/// <summary>Reads the text that is to be aligned.</summary>
internal static class AlignmentText
{
    // A day of speech has a million characters.
    private const int MostBytes = 16 << 20;

    /// <param name="path">A file; <c>-</c> is standard input.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="IOException">It cannot be read, or is too long.</exception>
    /// <exception cref="UsageException">There is no text in it.</exception>
    public static async Task<string> ReadAsync(string path, CancellationToken cancellationToken)
    {
        string text;
        try
        {
            text = await ReadAllAsync(path, cancellationToken).ConfigureAwait(false);
            TextImportFormat? subtitles = Path.GetExtension(path).ToLowerInvariant() switch
            {
                ".srt" => TextImportFormat.Srt,
                ".vtt" => TextImportFormat.Vtt,
                _ => null,
            };
            if (subtitles is { } format) text = string.Join('\n', TextImport.Read(text, format).Select(passage => passage.Text));
        }
        catch (TextImportException fault)
        {
            throw new InvalidDataException($"'{path}' is no text to align. {fault.Message}", fault);
        }
        return string.IsNullOrWhiteSpace(text) ? throw new UsageException($"There is no text in '{path}'.") : text;
    }

    private static async Task<string> ReadAllAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            using var input = path == "-" ? Console.OpenStandardInput() : File.OpenRead(path);
            using var content = new MemoryStream();
            var block = new byte[1 << 16];
            for (int count; (count = await input.ReadAsync(block, cancellationToken).ConfigureAwait(false)) > 0;)
            {
                if (content.Length + count > MostBytes) throw new IOException($"The text '{path}' has more than {MostBytes >> 20} MiB.");
                content.Write(block, 0, count);
            }
            return TextDecoding.Decode(content.ToArray());
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new IOException($"There is no file '{path}', which is to be the text of the recording.", e);
        }
    }
}
