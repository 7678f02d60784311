using System.IO.Compression;

namespace Hansard.Bench.Measures;

/// <summary>English words that are pronounced alike and spelled otherwise.</summary>
internal sealed class Homophones
{
    /// <summary>Letters of the shortest word.</summary>
    private const int Shortest = 3;

    private readonly Dictionary<string, string[]> _sounds;
    private readonly ILookup<string, string> _words;

    private Homophones(Dictionary<string, string[]> sounds)
    {
        _sounds = sounds;
        _words = sounds.SelectMany(w => w.Value.Select(s => (Sound: s, Word: w.Key))).ToLookup(w => w.Sound, w => w.Word);
    }

    /// <summary>Reads the engine's dictionary.</summary>
    public static Homophones Load()
    {
        using var packed = File.OpenRead(Path.Combine(
            Corpus.Repository, "src", "Hansard.Engine", "Recognition", "Sounds", "English", "words.txt.gz"));
        using var reader = new StreamReader(new GZipStream(packed, CompressionMode.Decompress));
        return new Homophones(reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ')).ToDictionary(parts => parts[0], parts => parts[1..]));
    }

    /// <summary>
    /// For each word of a text that is written small another that sounds just like it and is not in the text, with a capital. Of two names
    /// that sound alike, either may be meant.
    /// </summary>
    public IReadOnlyList<string> Of(string text)
    {
        string[] said = [.. text.ToLowerInvariant().Split(' ').Select(w => w.Trim([.. w.Where(c => !char.IsLetter(c))])).Distinct()];
        return [.. said.Where(w => text.Contains($" {w}", StringComparison.Ordinal) && w.Length >= Shortest && _sounds.ContainsKey(w))
            .Select(w => _words[_sounds[w][0]].FirstOrDefault(IsOther)).OfType<string>().Distinct()
           .Select(w => char.ToUpperInvariant(w[0]) + w[1..])];

        bool IsOther(string word) => word.Length >= Shortest && word.All(char.IsAsciiLetterLower) && !said.Contains(word);
    }
}
