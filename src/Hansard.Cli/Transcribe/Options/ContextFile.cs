using System.Text.Json;
using Hansard.Cli.Usage;
using Hansard.Server.Contract;

namespace Hansard.Cli.Transcribe.Options;

/// <summary>The file of <c>--context</c>: a context of the HTTP API.</summary>
internal static class ContextFile
{
    // In bytes. A context has at most 10,000 characters (ContextReader.MaximumCharacters): this leaves room for any way to write them.
    private const long Largest = 1 << 20;

    /// <summary>Reads one.</summary>
    /// <returns>An object or a string; null where the file says null.</returns>
    /// <exception cref="UsageException">It is not there, or holds something else.</exception>
    public static JsonElement? Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > Largest)
                throw new UsageException($"--context: '{path}' is larger than {Largest} bytes, which no context is.");
            // Read as a stream, because that passes over a byte order mark, which editors on Windows write.
            using var stream = File.OpenRead(path);
            using var file = JsonDocument.Parse(stream);
            using var wrapped = JsonSerializer.SerializeToDocument(new { context = file.RootElement });
            var errors = new ValidationErrors();
            var context = ContextReader.Read(new FieldReader(wrapped.RootElement, "", errors));
            if (errors.Count > 0) throw new UsageException($"--context: {errors} See '{path}'.");
            return context;
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
