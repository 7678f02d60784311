using System.Text;

namespace Hansard.Resilience.Input.Subtitles;

/// <summary>Damages subtitles and texts by their lines, their times and their bytes.</summary>
/// <param name="input">Its chance.</param>
internal sealed class TextMutation(InputCase input)
{
    private static readonly string[] Lines =
    [
        "", "-->", "00:00:01,000 --> 00:00:02,000", "00:00:05.000 --> 00:00:01.000", "999:59:59,999 --> 999:59:59,999",
        "99999999:00:00,000 --> 1:00:00:00,0",
        "00:99:99,999 --> 00:99:99,999", "-00:00:01,000 --> 00:00:02,000", "00:00:01,000-->00:00:02,000",
        "00:00:01,000 --> 00:00:02,000 align:start position:0%",
        "WEBVTT", "WEBVTT - x", "NOTE", "NOTE x\ny", "STYLE", "STYLE\n::cue { }", "REGION", "REGION\nid:x", "1", "99999999999999999999",
        "<v Anna>hello",
        "<v.loud.x Anna B>hello</v>", "<v >x", "<c.a.b.c>x</c>", "<00:00:01.000>x", "<i><b><u>x", "&lt;&amp;&nbsp;&#0;&#x110000;",
        "{\\an8}x", "<font color=\"x", "Anna: hello",
        "ANNA:", ": x", "Dr. A. B. C. D. E.: x", "[00:01] Anna: x", "[99:99:99] x", "A\u0301nna\u200b: x", "\u202eAnna: x", "王小明：你好",
        "\ud83d\ude00", "\u2028", "\ufeff",
    ];

    /// <summary>Damages a file.</summary>
    public byte[] Apply(string text)
    {
        var lines = text.Split('\n').ToList();
        for (var times = input.Random.Next(1, 5); times > 0; times--) Change(lines);
        var end = input.OnceIn(5) ? input.Any(["\r\n", "\r", "\n\n", " \n"]) : "\n";
        var changed = string.Join(end, lines);
        var bytes = Encode(changed.Length > 3_000_000 ? changed[..3_000_000] : changed);
        for (var i = input.OnceIn(4) ? input.Random.Next(1, 10) : 0; i > 0 && bytes.Length > 0; i--)
            bytes[input.Random.Next(bytes.Length)] = (byte)input.Random.Next(256);
        return input.OnceIn(10) ? bytes[..input.Random.Next(bytes.Length + 1)] : bytes;
    }

    private void Change(List<string> lines)
    {
        var at = input.Random.Next(lines.Count);
        switch (input.Random.Next(9))
        {
            case 0 when lines.Count > 1:
                lines.RemoveAt(at);
                break;
            case 1:
                lines.Insert(at, lines[input.Random.Next(lines.Count)]);
                break;
            case 2:
                lines[at] = input.Any(Lines);
                break;
            case 3:
                lines[at] += HostileText.Any(input);
                break;
            case 4:
                var digits = lines[at].IndexOfAny(['0', '1', '2', '3']);
                if (digits >= 0) lines[at] = lines[at].Insert(digits, input.Any(["9", "-", "99999", " ", "٣", ":", ".", ","]));
                break;
            case 5:
                lines.InsertRange(at, Enumerable.Repeat(input.Any(Lines), input.Any([2, 50, 3_000])));
                break;
            case 6:
                lines[at] = string.Concat(Enumerable.Repeat(input.Any(Lines), input.Any([2, 20, 2_000])));
                break;
            default:
                lines.Insert(at, input.Any(Lines));
                break;
        }
    }

    private byte[] Encode(string text) => input.Random.Next(12) switch
    {
        0 => [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(text)],
        1 => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text)],
        2 => Encoding.BigEndianUnicode.GetBytes(text),
        3 => Encoding.Latin1.GetBytes(text),
        4 => [.. Encoding.UTF8.GetBytes(text), 0xED, 0xA0, 0x80],
        _ => Encoding.UTF8.GetBytes(text),
    };
}
