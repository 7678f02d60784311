using System.Text.Json;

namespace Hansard.Server.Contract;

/// <summary>
/// Finds what JSON's grammar lets through and nothing behind it can use: text that is not Unicode, and a member given twice.
/// </summary>
/// <remarks>
/// Both show only when a text is asked for: half of a surrogate pair (RFC 8259, 8.2) in any text or name as an exception in the middle of
/// the work, a second member (RFC 8259, 4) as one of two values, and which one depends on the reader.
/// </remarks>
internal static class JsonText
{
    private const int LongestName = 64;

    /// <param name="json">Looked through to its last member.</param>
    /// <param name="location">The location of that, such as body.payload.</param>
    /// <exception cref="ApiException">There is such a fault; the first one is named.</exception>
    public static void Check(JsonElement json, string location)
    {
        if (Find(json) is not { } fault) return;
        var place = location + string.Concat(fault.Path.Select(name => $".{name}"));
        throw ApiException.Invalid(
            "invalid_value",
            place,
            fault.IsRepetition
                ? $"'{place}' is given twice: send each field once."
                : $"'{place}' is not valid Unicode: it has half of a surrogate pair, or bytes that are not UTF-8.");
    }

    private static Fault? Find(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.String:
                return IsUnicode(json) ? null : new Fault(IsRepetition: false);
            case JsonValueKind.Array:
                foreach (var (index, item) in json.EnumerateArray().Index())
                    if (Find(item) is { } fault) return fault.Within(index.ToString());
                return null;
            case JsonValueKind.Object:
                return FindInObject(json);
            default:
                return null;
        }
    }

    private static Fault? FindInObject(JsonElement json)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject())
        {
            if (NameOf(member) is not { } name) return new Fault(IsRepetition: false).Within("(a name)");
            if (!names.Add(name)) return new Fault(IsRepetition: true).Within(name);
            if (Find(member.Value) is { } fault) return fault.Within(name);
        }

        return null;
    }

    private static bool IsUnicode(JsonElement text)
    {
        try
        {
            _ = text.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static string? NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private sealed record Fault(bool IsRepetition)
    {
        /// <summary>Names from the outside in.</summary>
        public Stack<string> Path { get; } = new();

        public Fault Within(string name)
        {
            Path.Push(name.Length > LongestName ? $"{name[..LongestName]}…" : name);
            return this;
        }
    }
}
