using System.Globalization;

namespace Hansard.Resilience.Input;

/// <summary>Texts and JSON that programs have stumbled over.</summary>
internal static class HostileText
{
    private static readonly string[] Texts =
    [
        "", " ", "\t", "\r\n", "\0", "a\0b", "\u0001\u001b[31m", "\u007f\u0080\u0085\u009f", "null", "undefined", "NaN", "true", "-1",
        "1e9999",
        "\u202eevil\u202c", "\u2066x\u2069", "\u200b\u200d\u2060\ufeff", "\u2028\u2029", "e\u0301\u0327\u0489", "\ufdfa\ufdfa",
        "\U0001F469\u200D\U0001F4BB",
        "\uffff\ufffe", "\U0010FFFF", "ﬁ Ǆ İ ı ß ẞ", "/../../etc/passwd", "..\\..\\x", "%00", "%2e%2e%2f", "%s%n%x", "${jndi:x}",
        "{{7*7}}",
        "'; DROP TABLE files; --", "\" OR \"\"=\"", "<script>alert(1)</script>", "a AND b OR NOT (", "NEAR(", "\"unclosed", "*",
        "col:x^2", "-",
        "AND", "file:///etc/passwd", "http://[::1", "http://127.0.0.1:1/", "http://user:pw@10.0.0.1/x", "http://xn--/", "http://0x7f.1/",
        "data:,x",
        "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", "2026-02-30T25:61:61Z", "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59-14:00", "9223372036854775807", "9223372036854775808", "2147483648",
        "-2147483649",
        "1,2", "1.5", "+1", " 1", "0x10", "１２", "1_000", "en", "zz", "zh-Hant-TW-x-private", "stt-async-v5", "whisper-base", "json",
        "all",
    ];

    private static readonly string[] Tokens =
    [
        "null", "true", "false", "0", "-0", "-1", "1", "1.0", "1.5", "1e2", "1e400", "-1e400", "1e-400", "1E+2147483648", "2147483647",
        "2147483648",
        "-2147483649", "9223372036854775807", "9223372036854775808", "18446744073709551616", "0.1e1", "123456789012345678901234567890",
        "\"\"", "[]",
        "{}", "[null]", "[[]]", "[{}]", "{\"\":null}", "{\"a\":{}}", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\u0000\"",
        "\"\\ud83d\\ude00\"", "[\"\\ud800\"]",
        "{\"\\ud800\":1}", "{\"a\":1,\"a\":2}", "{\"__proto__\":{}}", "{\"$ref\":\"#\"}", "\"\\u202e\"",
        // No JSON.
        "NaN", "Infinity", "-", "01", "+1", ".5", "1.", "0x1", "'a'", "\"\\x\"", "\"\\ud8\"", "\"unclosed", "[1,]", "{\"a\"}",
        "{\"a\":}", "{,}", "[", "{", "}",
        "nul", "tru", "/* */1", "// x\n1", "\"\t\"", "\"\n\"", "\u00a01", "undefined", "",
    ];

    /// <summary>A text, sometimes a very long one.</summary>
    public static string Any(InputCase input) => input.Random.Next(12) switch
    {
        0 => new string(input.Any(['a', ' ', '\u0301', 'é', '%', '"', '日']), input.Any([33, 257, 4_097, 10_001, 70_000])),
        1 => string.Concat(Enumerable.Repeat(input.Any(Texts), input.Any([2, 50, 1_000]))),
        2 => input.Any(Texts) + input.Any(Texts),
        3 => input.Random.NextInt64(long.MinValue, long.MaxValue).ToString(CultureInfo.InvariantCulture),
        4 => Guid.NewGuid().ToString(),
        _ => input.Any(Texts),
    };

    /// <summary>JSON that stands in the place of a value, or none.</summary>
    public static string Token(InputCase input) => input.Random.Next(16) switch
    {
        0 => Deep(input, "[", "]"),
        1 => Deep(input, "{\"a\":", "}"),
        2 => $"[{string.Join(',', Enumerable.Repeat(input.Any(Tokens), input.Any([2, 101, 1_001, 20_000])))}]",
        3 => $"\"{new string('x', input.Any([257, 4_097, 10_001, 300_000]))}\"",
        4 => new string('9', input.Any([20, 400, 5_000])),
        5 => $"{{{string.Join(',', Enumerable.Range(0, input.Any([20, 2_000])).Select(i => $"\"k{i}\":{i}"))}}}",
        6 => Quoted(Any(input)),
        _ => input.Any(Tokens),
    };

    /// <summary>A text as JSON, which may hold what is no Unicode.</summary>
    public static string Quoted(string text) => System.Text.Json.JsonSerializer.Serialize(text);

    private static string Deep(InputCase input, string open, string close)
    {
        var depth = input.Any([5, 31, 33, 65, 1_000, 100_000]);
        var text = string.Concat(Enumerable.Repeat(open, depth)) + "1";
        return input.OnceIn(2) ? text + string.Concat(Enumerable.Repeat(close, depth)) : text;
    }
}
