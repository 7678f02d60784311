using System.Text.Json;
using Hansard.Cli.Usage;
using Hansard.Engine;
using Hansard.Server.Contract;

namespace Hansard.Cli.Transcribe;

/// <summary>Reads <c>--context</c> and <c>--term</c>.</summary>
internal static class ContextArguments
{
    // In bytes. A context has at most 10,000 characters (ContextReader.MaximumCharacters): this leaves room for any way to write them.
    private const long MaximumFile = 1 << 20;

    /// <summary>Reads what the recordings are about; null if nothing is said of it.</summary>
    /// <param name="path">A JSON file with the context of the HTTP API: an object or a string; null for none.</param>
    /// <param name="terms">Further terms.</param>
    /// <exception cref="UsageException">The file is not there, or holds something else.</exception>
    public static TranscriptionContext? Read(string? path, IReadOnlyList<string> terms)
    {
        if (path is null && terms.Count == 0) return null;
        var context = path is null ? new TranscriptionContext() : ReadFile(path);
        return context with { Terms = [.. context.Terms, .. terms] };
    }

    private static TranscriptionContext ReadFile(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MaximumFile)
                throw new UsageException($"--context: '{path}' is larger than {MaximumFile} bytes, which no context is.");
            // Read as a stream, because that passes over a byte order mark, which editors on Windows write.
            using var stream = File.OpenRead(path);
            using var file = JsonDocument.Parse(stream);
            using var wrapped = JsonSerializer.SerializeToDocument(new { context = file.RootElement });
            var errors = new ValidationErrors();
            var context = ContextReader.Read(new FieldReader(wrapped.RootElement, "", errors));
            if (errors.Count > 0) throw new UsageException($"--context: {errors} See '{path}'.");
            return ContextJson.ToContext(context) ?? new TranscriptionContext();
        }
        catch (JsonException exception)
        {
            throw new UsageException($"--context: '{path}' is not JSON: {exception.Message}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--context: '{path}' cannot be read: {exception.Message}");
        }
    }
}
