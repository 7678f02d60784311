using System.Collections;
using System.CommandLine;
using System.Text.Json;
using Hansard.Cli.Usage;

namespace Hansard.Cli.Defaults;

/// <summary>Defaults in <c>transcribe.json</c>, a JSON object with the names of options, in the user's folder of settings.</summary>
internal static class DefaultsFile
{
    private const string Name = "transcribe.json";
    private const long MaximumLength = 1 << 20; // Bytes: far more than all options have.

    /// <summary>Reads it; empty where there is none.</summary>
    /// <param name="environment">Environment variables.</param>
    /// <param name="options">Options of the command, by name.</param>
    /// <exception cref="UsageException">It cannot be read, or holds something else.</exception>
    public static IReadOnlyList<Default> Read(IDictionary environment, IReadOnlyDictionary<string, Option> options)
    {
        if (PathIn(environment) is not { } path || !File.Exists(path)) return [];
        try
        {
            if (new FileInfo(path).Length > MaximumLength) throw new UsageException($"'{path}' is larger than {MaximumLength} bytes.");
            using var stream = File.OpenRead(path);
            using var file = JsonDocument.Parse(
                stream, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return file.RootElement.ValueKind is JsonValueKind.Object
                ? [.. file.RootElement.EnumerateObject().Select(member => ReadOption(member, path, options))]
                : throw new UsageException($"'{path}' has to be an object, such as {{ \"model\": \"whisper-small\" }}.");
        }
        catch (JsonException exception)
        {
            throw new UsageException($"'{path}' is not JSON: {exception.Message}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"'{path}' cannot be read: {FileFault.Reason(exception, path)}");
        }
    }

    /// <summary>Path of the file, by the XDG Base Directory Specification, and on Windows by its rules; null without a home.</summary>
    public static string? PathIn(IDictionary environment)
    {
        string? Of(string variable) => environment[variable] as string is { Length: > 0 } value ? value : null;
        var folder = Of("XDG_CONFIG_HOME") is { } set && Path.IsPathRooted(set) ? set
            : OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData)
            : Of("HOME") is { } home ? Path.Combine(home, ".config")
            : null;
        return folder is null ? null : Path.Combine(folder, "hansard", Name);
    }

    private static Default ReadOption(JsonProperty member, string path, IReadOnlyDictionary<string, Option> options)
    {
        var name = $"--{member.Name}";
        if (!options.TryGetValue(name, out var option))
            throw new UsageException(
                $"'{path}': '{member.Name}' is no option of transcribe."
                + Alternatives.DidYouMean(name, options.Keys.Select(each => each[2..])));
        IEnumerable<JsonElement> values = member.Value.ValueKind is JsonValueKind.Array ? member.Value.EnumerateArray() : [member.Value];
        if (member.Value.ValueKind is JsonValueKind.Array && option.Arity.MaximumNumberOfValues == 1)
            throw new UsageException($"'{path}': '{member.Name}' takes one value, and not a list.");
        return Default.Of(name, [.. values.Select(value => Text(value, member.Name, path))], $"'{path}'");
    }

    private static string Text(JsonElement value, string name, string path) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => throw new UsageException($"'{path}': '{name}' takes a text, a number, true or false."),
    };
}
