using System.Text;

namespace Hansard.Server.Fetching;

/// <summary>Recognises a web page by its content: links to sites that play or share a recording lead to one, often called audio.</summary>
internal static class WebPage
{
    /// <summary>Bytes that are enough to tell: comments and declarations may stand before the first tag.</summary>
    public const int HeadLength = 1024;

    /// <summary>Determines whether these are the first bytes of a web page.</summary>
    public static bool IsPage(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("\uFEFF"u8)) head = head[3..];
        head = head.TrimStart(" \t\r\n\f"u8);
        if (IsFirstTag(head)) return true;
        if (!head.StartsWith("<!--"u8) && !head.StartsWith("<?xml"u8)) return false;
        for (int next; (next = head[1..].IndexOf((byte)'<')) >= 0;)
        {
            head = head[(next + 1)..];
            if (IsFirstTag(head)) return true;
        }

        return false;
    }

    private static bool IsFirstTag(ReadOnlySpan<byte> text) => StartsWith(text, "<!doctype html"u8) || StartsWith(text, "<html"u8);

    private static bool StartsWith(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lower)
        => text.Length >= lower.Length && Ascii.EqualsIgnoreCase(text[..lower.Length], lower);
}
