using Hansard.Engine.Audio;

namespace Hansard.Engine.Speech;

/// <summary>Rules by which speech regions are cut and joined to the windows that are recognised at once. Lengths are in samples.</summary>
internal sealed record WindowOptions
{
    /// <summary>
    /// The longest window with its margins: what the recogniser takes (30 s) less the padding that it wants after the audio
    /// (4 s by default, of which margins may use up 0.2 s).
    /// </summary>
    public int MaximumWindow { get; init; } = AudioSpecification.SampleRate * 262 / 10;

    /// <summary>Sound kept before the first region and after the last one, beyond their own padding.</summary>
    public int Margin { get; init; } = AudioSpecification.SampleRate / 10;

    /// <summary>
    /// Sound kept before the first region after a pause that is long enough. Without it the evaluation clips lose their first words.
    /// </summary>
    public int Lead { get; init; } = AudioSpecification.SampleRate * 4 / 10;

    /// <summary>Sound kept before the first region of the recording.</summary>
    public int LeadAtStart { get; init; } = AudioSpecification.SampleRate;

    /// <summary>Regions that are less than this apart may share a window. 0.6 s and 3 s both cost accuracy on long recordings.</summary>
    public int JoinedPause { get; init; } = AudioSpecification.SampleRate;

    /// <summary>A window shorter than this is joined across longer pauses: alone, it is often misrecognised.</summary>
    public int ShortWindow { get; init; } = 2 * AudioSpecification.SampleRate;

    /// <summary>A region less than this behind a short window may share it. 1.5 s misses some, 3 s gains nothing.</summary>
    public int JoinedPauseAfterShort { get; init; } = 2 * AudioSpecification.SampleRate;

    /// <summary>Sound kept before every region, so that any two that may be joined have all that is between them.</summary>
    public int KeptPause => Math.Max(JoinedPause, JoinedPauseAfterShort);

    /// <summary>The longest region: what fits into a window. A longer one is cut.</summary>
    public int MaximumRegion => MaximumWindow - LeadAtStart - Margin;

    /// <summary>The earliest place where a region that is too long is cut: 15 s of 25.</summary>
    public int EarliestCut => (int)(MaximumRegion * 3L / 5);
}
