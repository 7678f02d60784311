using Hansard.Engine.Transcripts.Alignments;

namespace Hansard.Bench.Measures;

/// <summary>A clip of a recording that clips are joined to.</summary>
/// <param name="Start">In seconds from the start of the recording.</param>
/// <param name="End">In seconds.</param>
/// <param name="Text">All that is said in it.</param>
internal sealed record LongClip(double Start, double End, string Text)
{
    // Words begin or end a little outside of where a clip was cut.
    private const double Margin = 0.2;

    /// <summary>Reads the clips of a joined recording.</summary>
    public static List<LongClip> Read(string name) =>
    [
        .. Corpus.Json("open", $"{name}.json").GetProperty("clips").EnumerateArray().Select(clip => new LongClip(
            clip.GetProperty("start").GetDouble(), clip.GetProperty("end").GetDouble(), clip.GetProperty("text").GetString()!)),
    ];

    /// <summary>The same clip in a recording in which something else comes first.</summary>
    public LongClip After(TimeSpan time) => this with { Start = Start + time.TotalSeconds, End = End + time.TotalSeconds };

    /// <summary>Tells whether a word's times are inside of it.</summary>
    public bool Holds(AlignedTextWord word) => word.StartMs / 1000.0 >= Start - Margin && word.EndMs / 1000.0 <= End + Margin;

    /// <summary>For each word of an aligned text the clip that it is of.</summary>
    public static IReadOnlyList<LongClip> Owners(IReadOnlyList<LongClip> clips, IReadOnlyList<AlignedTextWord> words)
        => Owners(clips, clip => clip.Text, words);

    /// <summary>For each word of an aligned text the piece of the text that its first letter is of.</summary>
    public static IReadOnlyList<T> Owners<T>(IEnumerable<T> pieces, Func<T, string> text, IReadOnlyList<AlignedTextWord> words)
    {
        var letters = pieces.SelectMany(piece => text(piece).Where(c => !char.IsWhiteSpace(c)).Select(_ => piece)).ToArray();
        List<T> owners = [];
        var at = 0;
        foreach (var word in words)
        {
            owners.Add(letters[at]);
            at += word.Text.Count(c => !char.IsWhiteSpace(c));
        }

        return owners;
    }
}
