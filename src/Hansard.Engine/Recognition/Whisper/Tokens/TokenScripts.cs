namespace Hansard.Engine.Recognition.Whisper.Tokens;

/// <summary>Scripts besides Latin, in which everybody writes names, and signs, which are of no script.</summary>
[Flags]
internal enum TokenScripts
{
    /// <summary>Latin and signs alone.</summary>
    None = 0,

    /// <summary>Russian, Ukrainian, Kazakh and others.</summary>
    Cyrillic = 1,

    /// <summary>Modern and ancient Greek.</summary>
    Greek = 2,

    /// <summary>Chinese characters and their punctuation.</summary>
    Han = 4,

    /// <summary>Hiragana and katakana.</summary>
    Kana = 8,

    /// <summary>Korean syllables and their parts.</summary>
    Hangul = 16,

    /// <summary>Arabic, Persian, Urdu and others.</summary>
    Arabic = 32,

    /// <summary>Hebrew and Yiddish.</summary>
    Hebrew = 64,

    /// <summary>Scripts of India, of South-East Asia, of the Caucasus and of Ethiopia.</summary>
    Other = 128,

    /// <summary>Every script.</summary>
    All = 255,
}
