using Hansard.Engine.Audio;
using Hansard.Engine.Speakers.Clustering;
using Hansard.Engine.Speakers.Segmentation;
using Hansard.Engine.Speakers.Turns;
using Hansard.Engine.Speech;
using Hansard.Engine.Transcripts;

namespace Hansard.Engine.Speakers.Live;

/// <summary>
/// The stages of <see cref="Diarizer"/> over the last 20 s of a sound, again at every step, with a memory of the voices before: pieces of
/// one person each, their voices, whose those are, and who is active in the frames that are to be decided.
/// </summary>
/// <remarks>
/// <para>
/// The rolling window, its segmentation, and decisions that lag behind it are those of diart (Coria et al. 2021, "Overlap-aware low-latency
/// online speaker diarization based on end-to-end local segmentation"). In the place of its centroids is <see cref="SpeakerMemory"/>.
/// </para>
/// <para>
/// A step is taken at every multiple of <see cref="Step"/>, however the sound arrives, and decides all but the last
/// <see cref="Context"/>: so no frame waits longer than <see cref="ISpeakerTracker.Delay"/>, and each is decided with 0.86 s of what
/// follows at least. A step costs a window (38 ms) and a voice or two (17 ms each), 9 % of a core in all.
/// </para>
/// </remarks>
internal sealed class SpeakerTracker : ISpeakerTracker
{
    /// <summary>Samples from step to step, 0.64 s. With 0.48 s each decision would know 0.16 s more, for 12 % of a core.</summary>
    private const int Step = 4 * LiveSound.Grid;

    /// <summary>Samples that follow what a step decides.</summary>
    private const int Context = (3 * AudioSpecification.SampleRate / 2) - Step;

    /// <summary>
    /// Frames of a new person's own pieces from which a label is introduced, 0.2 s: a few frames of an edge are not worth one.
    /// </summary>
    /// <remarks>0.1 to 0.3 s are alike on the open conversations.</remarks>
    private const int Introduction = 20;

    /// <summary>Time by which a word in which the sound ends may end after it: recognition places words in steps of 20 ms.</summary>
    private static readonly TimeSpan Beyond = TimeSpan.FromMilliseconds(40);

    private readonly LiveSound _sound;
    private readonly LivePieces _pieces;
    private readonly SpeakerMemory _memory;
    private readonly RunningCohort _cohort = new();
    private readonly SpeakerNumbers _numbers = new();
    private long _next = Step;
    private sbyte _last;
    /// <summary>Sound that was there when all of it had to be decided.</summary>
    private TimeSpan _toldTo = -Beyond;
    private bool _isComplete;
    private bool _isDisposed;

    /// <param name="models">The networks; not owned.</param>
    /// <param name="voiceActivity">Tells speech; not owned.</param>
    /// <param name="limits">How many speakers there may be; the minimum makes it readier to find another.</param>
    public SpeakerTracker(SpeakerModels models, VoiceActivityModel voiceActivity, SpeakerLimits limits)
    {
        _sound = new LiveSound(models.Segmentation, voiceActivity);
        _pieces = new LivePieces(models.Voices, _sound);
        _memory = new SpeakerMemory(limits);
    }

    /// <inheritdoc />
    public TimeSpan Arrived => AudioSpecification.Duration(_sound.End);

    /// <inheritdoc />
    public TimeSpan Decided => FrameGrid.Time(Activity.End) is var time && time < Arrived ? time : Arrived;

    /// <summary>Speakers of the frames that are decided.</summary>
    public DecidedActivity Activity { get; } = new();

    /// <summary>Speakers found so far.</summary>
    public int Speakers => _memory.Speakers;

    /// <summary>Sizes of all that is held.</summary>
    internal (long Samples, int Probabilities, int Windows, int Features, int Pieces, int Voices) Sizes
    {
        get
        {
            var (samples, probabilities, windows) = _sound.Sizes;
            return (samples, probabilities, windows, _sound.Features.End - _sound.Features.Start, _pieces.Settled.Count, _memory.Voices);
        }
    }

    /// <inheritdoc />
    public void Append(ReadOnlySpan<float> samples, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_isComplete) throw new InvalidOperationException("The sound is complete: nothing can be appended to it.");
        for (int count; samples.Length > 0; samples = samples[count..])
        {
            cancellationToken.ThrowIfCancellationRequested();
            count = (int)Math.Min(samples.Length, _next - _sound.End);
            _sound.Append(samples[..count]);
            if (_sound.End < _next) return;
            Decide((int)((_sound.End - Context) / FrameGrid.FrameSamples), isComplete: false);
            _next += Step;
        }
    }

    /// <inheritdoc />
    public void Decide()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        // Frames whose speech is not known yet are left to the next step.
        const int Frame = VoiceActivityModel.FrameSamples;
        _toldTo = Arrived;
        if (!_isComplete) Decide((int)(_sound.End / Frame * Frame / FrameGrid.FrameSamples), isComplete: false);
    }

    /// <inheritdoc />
    public void Complete()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_isComplete) return;
        Decide(FrameGrid.Frames(_sound.End), isComplete: true);
        _isComplete = true;
    }

    /// <inheritdoc />
    public IReadOnlyList<string>? SpeakersOf(IReadOnlyList<RecognisedWord> words)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (words.Count == 0) return [];
        var (start, end) = (words.Min(w => w.Start), words.Max(w => w.End));
        if (end > Decided && end > _toldTo + Beyond && !_isComplete) return null;
        var from = (int)(start.TotalSeconds * FrameGrid.FramesPerSecond);
        // Nothing beyond the words is looked at, as it may be decided later.
        var activity = Activity.Fill(
            new FrameRange(from, Math.Max(from + 1, (int)(end.TotalSeconds * FrameGrid.FramesPerSecond))), Math.Max(1, _memory.Speakers));
        var shift = FrameGrid.Time(from);
        var speakers = WordAttribution.Assign(
            [.. words.Select(word => word with { Start = word.Start - shift, End = word.End - shift })], activity);
        return [.. speakers.Select(speaker => _numbers[speaker])];
    }

    /// <inheritdoc />
    public string? SpeakerOf(TimeSpan start, TimeSpan end) => SpeakersOf([new RecognisedWord("", start, end, 1, null)])?[0];

    /// <inheritdoc />
    public void Dispose() => _isDisposed = true;

    private void Decide(int to, bool isComplete)
    {
        if (to <= Activity.End) return;
        var scene = _sound.Hear(isComplete);
        var present = _pieces.Cut(scene);
        LivePiece[] all = [.. _pieces.Settled, .. present];
        FrameRange[] pieces = [.. all.Select(p => scene.Within(p.Range))];
        float[][] voices = [.. all.Select(p => p.Voice)];
        var pairs = PiecePairs.Of(scene.Windows, pieces);
        var settled = all.Length - present.Count;
        var cohort = _cohort.With(pieces, voices, pairs, settled);
        var people = _memory.People([.. present.Select(Remembered)], cohort);
        if (people.Count == 0 || pieces.Length == 0) DecideByLast(scene, to);
        else
        {
            var labels = new PieceAssignment(pieces, voices, pairs, cohort).Assign([.. people.Select(p => p.Mean)]);
            Decide(scene, to, pieces, labels, Introduced(people, pieces, labels, scene, to));
        }
        for (var i = settled; i < all.Length && _pieces.IsSettled(all[i]); i++)
        {
            _cohort.Settle(pieces, voices, pairs, i);
            _memory.Add(Remembered(all[i]));
            _pieces.Settle(all[i]);
        }
    }

    private HeardVoice Remembered(LivePiece piece)
        => new(VoiceCluster.Of(piece.Voice, piece.Range.Seconds), Activity.Dominant(piece.Range));

    /// <summary>
    /// The speaker of each person, with labels for those who are new and have a part in what is decided; the others are nobody.
    /// </summary>
    private sbyte[] Introduced(List<HeardPerson> people, FrameRange[] pieces, int[] labels, LiveScene scene, int to)
    {
        var own = new int[people.Count];
        var (start, end) = (Activity.End - scene.Start, to - scene.Start);
        for (var i = 0; i < labels.Length; i++)
            own[labels[i]] += Math.Max(0, Math.Min(end, pieces[i].End) - Math.Max(start, pieces[i].Start));
        sbyte[] speakers = [.. people.Select(p => p.Speaker)];
        foreach (var k in Enumerable.Range(0, own.Length).Where(k => speakers[k] < 0 && own[k] > 0).OrderBy(k => FirstPiece(k).Start))
            if (own[k] >= Introduction || _memory.Speakers == 0) speakers[k] = _memory.Introduce();
        return speakers;

        FrameRange FirstPiece(int person) => pieces[Array.IndexOf(labels, person)];
    }

    private void Decide(LiveScene scene, int to, FrameRange[] pieces, int[] labels, sbyte[] speakers)
    {
        var composer = new ActivityComposer(scene.Windows, speakers.Length);
        var composed = composer.Compose(scene.Speech.Reported, scene.Activity.Count.Span, pieces, labels);
        var nearest = ActivityComposer.Nearest(pieces, labels, scene.Speech.Reported.Length);
        for (var t = Activity.End; t < to; t++)
        {
            var (first, second) = (composed.First[t - scene.Start], composed.Second[t - scene.Start]);
            // Somebody who is not introduced yet is taken for the last who was.
            var speaker = speakers[nearest[t - scene.Start]] is var known and >= 0 ? known : _last;
            var other = second >= 0 && speakers[second] != speaker ? speakers[second] : SpeakerActivity.Nobody;
            Activity.Add(first >= 0 ? Spoken(speaker, other) : Silent(speaker));
        }
    }

    /// <summary>Decides where nothing is said that has a voice.</summary>
    private void DecideByLast(LiveScene scene, int to)
    {
        for (var t = Activity.End; t < to; t++)
        {
            Activity.Add(scene.Speech.Reported[t - scene.Start] ? Spoken(_last, SpeakerActivity.Nobody) : Silent(_last));
        }
    }

    private DecidedFrame Spoken(sbyte speaker, sbyte other)
    {
        if (_memory.Speakers == 0) _memory.Introduce();
        return new DecidedFrame(_last = speaker, other, speaker);
    }

    private static DecidedFrame Silent(sbyte nearest) => new(SpeakerActivity.Nobody, SpeakerActivity.Nobody, nearest);
}
