namespace Hansard.Engine.Recognition.Languages;

/// <summary>Languages that a recording is known to speak, which grow with what was heard of it.</summary>
/// <remarks>
/// Laughter, clicks and music sound like any language, a little: in an English conversation they were "Korean" or "Russian" with 0.1 to 0.8
/// of the probability. A sentence is told with 0.95 and more. So only what is certain counts as spoken, by its seconds, and a short region
/// has to be the surer of its language the less the recording speaks it.
/// </remarks>
internal sealed class SpokenLanguages
{
    /// <summary>Nothing was heard yet.</summary>
    public static readonly SpokenLanguages None = new(new Dictionary<string, double>());

    /// <summary>Probability from which a region counts: less is what noise gets.</summary>
    private const double Certain = 0.9;

    /// <summary>Seconds of a region that count at most: one long region is one piece of evidence.</summary>
    private const double LongestCounted = 6;

    /// <summary>Certain seconds of one language from which a recording is known to speak it.</summary>
    private const double Known = 2;

    /// <summary>Certain seconds of one language from which others are less likely.</summary>
    private const double Established = 4;

    /// <summary>Seconds from which a region is judged by its own sound alone.</summary>
    private const double Sentence = 3;

    /// <summary>Natural logarithm of the odds against a language that is not spoken: 20 to 1, less than those of a hint.</summary>
    private const double Odds = 3;

    private readonly Dictionary<string, double> _seconds;
    private readonly bool _isEstablished;

    private SpokenLanguages(Dictionary<string, double> seconds)
    {
        _seconds = seconds;
        _isEstablished = seconds.Values.Any(s => s >= Established);
    }

    /// <summary>The languages that are known once further regions were heard.</summary>
    public SpokenLanguages With(IEnumerable<IdentifiedRegion> regions)
    {
        var seconds = new Dictionary<string, double>(_seconds);
        foreach (var region in regions)
        {
            if (region.Languages.Count == 0) continue;
            var likeliest = region.Languages.MaxBy(l => l.Probability);
            if (likeliest.Probability < Certain) continue;
            var heard = Math.Min(LongestCounted, region.End - region.Start) * likeliest.Probability;
            seconds[likeliest.Language] = seconds.GetValueOrDefault(likeliest.Language) + heard;
        }
        return new SpokenLanguages(seconds);
    }

    /// <summary>The deficit of a language in a region against what its sound tells, as a difference of logarithms.</summary>
    /// <param name="language">The language.</param>
    /// <param name="seconds">Length of the region.</param>
    public double Deficit(string language, double seconds)
    {
        if (!_isEstablished) return 0;
        var known = Math.Min(1, _seconds.GetValueOrDefault(language) / Known);
        return Odds * (1 - known) * Math.Max(0, 1 - (seconds / Sentence));
    }
}
