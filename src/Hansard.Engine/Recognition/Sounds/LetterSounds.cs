using System.Text;

namespace Hansard.Engine.Recognition.Sounds;

/// <summary>Reads words by the rules of a language's spelling, from <c>Rules/</c>: letters, and the sounds that they stand for.</summary>
internal sealed class LetterSounds
{
    private const int FirstSyllable = 0xAC00;
    private const int LastSyllable = 0xD7A3;
    private const int MedialsOfInitial = 21;
    private const int FinalsOfMedial = 28;

    // In the order of Unicode's Hangul syllables.
    private static readonly string[] Initials =
        ["g", "g", "n", "d", "d", "r", "m", "b", "b", "s", "s", "", "j", "j", "c", "k", "t", "p", "h"];
    private static readonly string[] Medials =
        ["a", "e", "ya", "ye", "o", "e", "yo", "ye", "O", "wa", "we", "we", "yO", "u", "wo", "we", "wi", "yu", "U", "Ui", "i"];
    private static readonly string[] Finals =
    [
        "", "g", "g", "g", "n", "n", "n", "d", "r", "g", "m", "r", "r", "r", "p", "r", "m", "b", "b", "d", "d", "N", "d", "d", "g", "d",
        "b", "d",
    ];

    private static readonly Dictionary<string, Lazy<LetterSounds>> Languages =
        new[] { "en", "es", "pt", "de", "fr", "it", "ja", "zh" }.ToDictionary(
            l => l, l => new Lazy<LetterSounds>(() => new LetterSounds(l)));

    private readonly Dictionary<string, string> _rules = [];
    private readonly int _longest;

    private LetterSounds(string language)
    {
        using var stream = typeof(LetterSounds).Assembly.GetManifestResourceStream($"Hansard.Engine.Recognition.Sounds.{language}.txt")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            if (line[0] == '#') continue;
            var blank = line.IndexOf(' ', StringComparison.Ordinal);
            if (blank < 0) _rules[line] = "";
            else _rules[line[..blank]] = line[(blank + 1)..];
        }
        _longest = _rules.Keys.Max(k => k.Length);
    }

    /// <summary>The rules of a language; null if it has none.</summary>
    public static LetterSounds? Of(string language) => Languages.TryGetValue(language, out var rules) ? rules.Value : null;

    /// <summary>Korean syllables are read by the letters that they are made of.</summary>
    /// <param name="text">Of any script; what is no such syllable is left out.</param>
    public static string ReadHangul(string text)
    {
        var sounds = new StringBuilder();
        foreach (var sign in text)
        {
            if (sign is < (char)FirstSyllable or > (char)LastSyllable) continue;
            var index = sign - FirstSyllable;
            sounds.Append(Initials[index / FinalsOfMedial / MedialsOfInitial])
                .Append(Medials[index / FinalsOfMedial % MedialsOfInitial]).Append(Finals[index % FinalsOfMedial]);
        }
        return sounds.ToString();
    }

    /// <summary>Sounds of a word.</summary>
    /// <param name="word">In small letters. Letters that the language does not know are left out.</param>
    public string Read(string word)
    {
        var marked = $"^{string.Concat(word.Select(Katakana))}$";
        var sounds = new StringBuilder();
        for (var at = 0; at < marked.Length;)
        {
            var taken = 0;
            for (var length = Math.Min(_longest, marked.Length - at); length > 0; length--)
            {
                if (!_rules.TryGetValue(marked.Substring(at, length), out var read)) continue;
                sounds.Append(read);
                taken = length;
                break;
            }
            at += Math.Max(1, taken);
        }
        return sounds.ToString();
    }

    private static char Katakana(char sign) => sign is >= 'ぁ' and <= 'ゖ' ? (char)(sign + ('ァ' - 'ぁ')) : sign;
}
