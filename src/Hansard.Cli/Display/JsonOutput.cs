using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hansard.Cli.Display;

/// <summary>Writes JSON to standard output: an object a line, or a list over several lines.</summary>
internal static class JsonOutput
{
    private static readonly JsonSerializerOptions Line = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonSerializerOptions Indented = new(Line) { WriteIndented = true };

    /// <summary>Writes a value in one line.</summary>
    public static void WriteLine<T>(T value) => Console.WriteLine(JsonSerializer.Serialize(value, Line));

    /// <summary>Writes a value for people and programs to read.</summary>
    public static void Write<T>(T value) => Console.WriteLine(JsonSerializer.Serialize(value, Indented));
}
