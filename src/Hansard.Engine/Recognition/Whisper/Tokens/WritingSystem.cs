using System.Buffers;
using System.Text;

namespace Hansard.Engine.Recognition.Whisper.Tokens;

/// <summary>Tells scripts.</summary>
internal static class WritingSystem
{
    private static readonly Dictionary<string, TokenScripts> ByLanguage = Table(
        ("af az br bs ca cs cy da de en es et eu fi fo fr gl ha haw hr ht hu id is it jv jw la lb ln lt lv mg mi ms mt nl nn no oc pl pt "
            + "ro sk sl sn so sq su sv sw tl tr vi yo", TokenScripts.None),
        ("ba be bg kk mk mn ru sr tg tk tt uk uz", TokenScripts.Cyrillic),
        ("el", TokenScripts.Greek),
        ("zh yue", TokenScripts.Han),
        ("ja", TokenScripts.Han | TokenScripts.Kana),
        ("ko", TokenScripts.Han | TokenScripts.Hangul),
        ("ar fa ps sd ur", TokenScripts.Arabic),
        ("he yi", TokenScripts.Hebrew),
        ("am as bn bo gu hi hy ka km kn lo ml mr my ne pa sa si ta te th", TokenScripts.Other));

    /// <summary>The scripts of a language; all of them for one that is not known.</summary>
    /// <param name="language">As Whisper names it.</param>
    public static TokenScripts OfLanguage(string language) => ByLanguage.GetValueOrDefault(language, TokenScripts.All);

    /// <summary>The scripts of a token; none for a part of a character, which may be a part of any.</summary>
    /// <param name="bytes">Its own.</param>
    public static TokenScripts OfToken(ReadOnlySpan<byte> bytes)
    {
        var scripts = TokenScripts.None;
        // Most tokens.
        if (Ascii.IsValid(bytes)) return scripts;
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out var rune, out var length) is not OperationStatus.Done) return TokenScripts.None;
            scripts |= OfCharacter(rune.Value);
            bytes = bytes[length..];
        }
        return scripts;
    }

    /// <remarks>By the blocks of Unicode.</remarks>
    private static TokenScripts OfCharacter(int character) => character switch
    {
        < 0x370 => TokenScripts.None,
        < 0x400 => TokenScripts.Greek,
        < 0x530 => TokenScripts.Cyrillic,
        < 0x590 => TokenScripts.Other,
        < 0x600 => TokenScripts.Hebrew,
        < 0x700 or (>= 0x750 and < 0x780) or (>= 0x8A0 and < 0x900) => TokenScripts.Arabic,
        < 0x1100 or (>= 0x1200 and < 0x1D00) => TokenScripts.Other,
        < 0x1200 => TokenScripts.Hangul,
        >= 0x1F00 and < 0x2000 => TokenScripts.Greek,
        >= 0x2E80 and < 0x3040 => TokenScripts.Han,
        (>= 0x3040 and < 0x3100) or (>= 0x31F0 and < 0x3200) or (>= 0xFF65 and < 0xFFA0) => TokenScripts.Kana,
        (>= 0x3130 and < 0x3190) or (>= 0xAC00 and < 0xD800) or (>= 0xFFA0 and < 0xFFE0) => TokenScripts.Hangul,
        (>= 0x3100 and < 0xA000) or (>= 0xF900 and < 0xFB00) or (>= 0xFE30 and < 0xFE50) or (>= 0xFF00 and < 0xFFF0) => TokenScripts.Han,
        >= 0xA640 and < 0xA6A0 => TokenScripts.Cyrillic,
        >= 0xFB1D and < 0xFB50 => TokenScripts.Hebrew,
        (>= 0xFB50 and < 0xFE00) or (>= 0xFE70 and < 0xFF00) => TokenScripts.Arabic,
        >= 0x20000 and < 0x40000 => TokenScripts.Han,
        _ => TokenScripts.None,
    };

    private static Dictionary<string, TokenScripts> Table(params ReadOnlySpan<(string Languages, TokenScripts Scripts)> rows)
    {
        var table = new Dictionary<string, TokenScripts>(StringComparer.Ordinal);
        foreach (var (languages, scripts) in rows)
        {
            foreach (var language in languages.Split(' ')) table[language] = scripts;
        }
        return table;
    }
}
