using Hansard.Engine.Transcripts;

namespace Hansard.Engine.Speakers.Live;

/// <summary>Tells the speakers of sound while it arrives: each word has a speaker within 1.5 s of its end, and keeps it.</summary>
/// <remarks>
/// <para>
/// Labels are "1", "2", … by the first word that each is given to. What has been decided is never changed: where two labels turn out to be
/// one person, or one to be two, later words alone are told by what is known then. How sound is cut into calls of <see cref="Append"/>
/// changes nothing.
/// </para>
/// <para>
/// Memory does not grow with the length of the sound, so a session may last for days. Words can be asked for in the last ten minutes;
/// earlier ones get the speaker whom the earliest moment that is kept has. For one thread at a time.
/// </para>
/// </remarks>
internal interface ISpeakerTracker : IDisposable
{
    /// <summary>The longest time by which decisions lie behind the sound.</summary>
    static readonly TimeSpan Delay = TimeSpan.FromSeconds(1.5);

    /// <summary>Sound that has arrived.</summary>
    TimeSpan Arrived { get; }

    /// <summary>Time up to which speakers are decided: at least <see cref="Arrived"/> − <see cref="Delay"/>.</summary>
    TimeSpan Decided { get; }

    /// <summary>Takes the next samples, and decides what they make certain: some 50 ms of work for each 0.64 s of sound.</summary>
    /// <param name="samples">Any number of them, 16 kHz in −1…1.</param>
    /// <param name="cancellationToken">Stops between steps of 0.64 s; the samples of the steps that were not begun are lost.</param>
    /// <exception cref="InvalidOperationException">The sound was said to be complete.</exception>
    void Append(ReadOnlySpan<float> samples, CancellationToken cancellationToken = default);

    /// <summary>
    /// Decides all that has arrived, for words that cannot wait for more sound, as when the sender pauses: with less to go by, and up to
    /// 42 ms before <see cref="Arrived"/>. Words that end there are decided all the same.
    /// </summary>
    void Decide();

    /// <summary>Ends the sound: all of it is decided. Does nothing if it has ended.</summary>
    void Complete();

    /// <summary>Tells who says words, with few changes inside of sentences.</summary>
    /// <param name="words">Words in time order, such as those of a passage; pieces of one word have one speaker.</param>
    /// <returns>
    /// A label for each; null as long as the last of them is not decided. The same words always have the same labels.
    /// </returns>
    IReadOnlyList<string>? SpeakersOf(IReadOnlyList<RecognisedWord> words);

    /// <summary>Tells who says a word.</summary>
    /// <param name="start">Its beginning.</param>
    /// <param name="end">Its end.</param>
    /// <returns>
    /// The label, also where nobody is heard: that of who is nearest; null as long as the word is not decided. Always the same for a word.
    /// </returns>
    string? SpeakerOf(TimeSpan start, TimeSpan end);
}
