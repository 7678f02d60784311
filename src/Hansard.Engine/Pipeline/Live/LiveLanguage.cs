using Hansard.Engine.Recognition;
using Hansard.Engine.Recognition.Languages;

namespace Hansard.Engine.Pipeline.Live;

/// <summary>Decides the language of what is being said, again with each decoding until words of it are final.</summary>
/// <param name="prior">Prior knowledge of the languages.</param>
internal sealed class LiveLanguage(LanguagePrior prior) : ILanguageChoice
{
    private readonly LanguageSmoother _smoother = new();
    private IdentifiedRegion? _heard;

    /// <inheritdoc />
    public IReadOnlyCollection<string>? Among => prior.Among;

    /// <summary>Place of the speech whose language is asked for next, in seconds.</summary>
    public Transcripts.TimeRange Speech { get; set; }

    /// <inheritdoc />
    public string Choose(IReadOnlyList<LanguageProbability> heard)
    {
        var region = new IdentifiedRegion(Speech.Start.TotalSeconds, Speech.End.TotalSeconds, prior.Weigh(heard));
        _heard = region;
        return _smoother.Preview(region).Language!;
    }

    /// <summary>Takes what was decided last for good: it weighs in all that follows.</summary>
    public void Settle()
    {
        if (_heard is { } heard) _smoother.Decide([heard]);
        _heard = null;
    }
}
