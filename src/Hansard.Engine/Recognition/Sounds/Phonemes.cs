namespace Hansard.Engine.Recognition.Sounds;

/// <summary>
/// The sounds of which pronunciations are written, a letter each, and how unlike two of them are: 0 for those that many speakers do not
/// tell apart, 1 for those with nothing in common.
/// </summary>
/// <remarks>
/// The set is that of the CMU Pronouncing Dictionary. Sounds of other languages are written by the nearest of it, for both sides of a
/// comparison alike. Costs follow the features of the sounds: height and backness of a vowel, place, manner and voice of a consonant.
/// </remarks>
internal static class Phonemes
{
    private const string Symbols = "iIeAao@Uu3EYOWJpbtdkgcjfvTDszSZhmnNlrwy";

    // Height and backness of a vowel from 0 to 1, and of the glide at its end (negative: none).
    private static readonly Dictionary<char, (double Height, double Back, double Glide)> VowelPlaces = new()
    {
        ['i'] = (1, 0, -1),
        ['I'] = (0.8, 0.2, -1),
        ['e'] = (0.5, 0.1, -1),
        ['A'] = (0.2, 0.1, -1),
        ['a'] = (0, 0.7, -1),
        ['o'] = (0.25, 0.9, -1),
        ['@'] = (0.5, 0.5, -1),
        ['U'] = (0.8, 0.8, -1),
        ['u'] = (1, 1, -1),
        ['3'] = (0.5, 0.5, 0.5),
        ['E'] = (0.6, 0.1, 0),
        ['Y'] = (0.1, 0.5, 0),
        ['O'] = (0.6, 0.9, 1),
        ['W'] = (0.1, 0.5, 1),
        ['J'] = (0.4, 0.9, 0),
    };

    // Place from the lips (0) to the throat (1), manner, and whether it is voiced.
    private static readonly Dictionary<char, (double Place, string Manner, bool Voiced)> ConsonantPlaces = new()
    {
        ['p'] = (0, "stop", false),
        ['b'] = (0, "stop", true),
        ['t'] = (0.4, "stop", false),
        ['d'] = (0.4, "stop", true),
        ['k'] = (0.8, "stop", false),
        ['g'] = (0.8, "stop", true),
        ['c'] = (0.5, "affricate", false),
        ['j'] = (0.5, "affricate", true),
        ['f'] = (0.1, "fricative", false),
        ['v'] = (0.1, "fricative", true),
        ['T'] = (0.25, "fricative", false),
        ['D'] = (0.25, "fricative", true),
        ['s'] = (0.4, "fricative", false),
        ['z'] = (0.4, "fricative", true),
        ['S'] = (0.5, "fricative", false),
        ['Z'] = (0.5, "fricative", true),
        ['h'] = (1, "fricative", false),
        ['m'] = (0, "nasal", true),
        ['n'] = (0.4, "nasal", true),
        ['N'] = (0.8, "nasal", true),
        ['l'] = (0.4, "liquid", true),
        ['r'] = (0.5, "liquid", true),
        ['w'] = (0.2, "glide", true),
        ['y'] = (0.6, "glide", true),
    };

    private static readonly float[] Replacing = Replacements();
    private static readonly float[] LeavingOut = [.. Enumerable.Range(0, 128).Select(c => (float)Leave((char)c))];

    /// <summary>Cost of a sound in the place of another.</summary>
    public static float Replace(char a, char b) => a == b ? 0 : a < 128 && b < 128 ? Replacing[(a * 128) + b] : 1;

    /// <summary>Cost of a sound that one has and the other has not.</summary>
    public static float Leaving(char sound) => sound < 128 ? LeavingOut[sound] : 1;

    /// <summary>Determines whether a sound is a vowel.</summary>
    public static bool IsVowel(char sound) => VowelPlaces.ContainsKey(sound);

    private static double Leave(char sound) => sound switch
    {
        '@' or 'I' => 0.5,
        // Many speakers do not say them at all.
        'h' or 'r' or 'y' => 0.5,
        'w' or 't' or 'd' => 0.7,
        _ => 1,
    };

    private static float[] Replacements()
    {
        var costs = new float[128 * 128];
        Array.Fill(costs, 1);
        foreach (var a in Symbols)
            foreach (var b in Symbols) costs[(a * 128) + b] = (float)Math.Min(1, Unlike(a, b));
        return costs;
    }

    private static double Unlike(char a, char b)
    {
        if (a == b) return 0;
        if (VowelPlaces.TryGetValue(a, out var va) && VowelPlaces.TryGetValue(b, out var vb))
        {
            var glide = va.Glide < 0 && vb.Glide < 0 ? 0 : va.Glide < 0 || vb.Glide < 0 ? 0.2 : 0.3 * Math.Abs(va.Glide - vb.Glide);
            return Math.Max(0.1, (0.6 * Math.Abs(va.Height - vb.Height)) + (0.5 * Math.Abs(va.Back - vb.Back)) + glide);
        }
        if (ConsonantPlaces.TryGetValue(a, out var ca) && ConsonantPlaces.TryGetValue(b, out var cb))
        {
            var manner = ca.Manner == cb.Manner ? 0 : Kin(ca.Manner, cb.Manner) ? 0.35 : 0.6;
            return manner + (ca.Voiced == cb.Voiced ? 0 : 0.25) + (ca.Place == cb.Place ? 0 : 0.25 + (0.5 * Math.Abs(ca.Place - cb.Place)));
        }
        // A glide is the beginning of a vowel.
        return (a, b) is ('y', 'i') or ('i', 'y') or ('w', 'u') or ('u', 'w') ? 0.3 : 1;
    }

    private static bool Kin(string a, string b)
        => (a, b) is ("affricate", _) or (_, "affricate") or ("liquid", "glide") or ("glide", "liquid") or ("stop", "nasal")
            or ("nasal", "stop");
}
