namespace Hansard.Engine;

/// <summary>Input of a live transcription, in the order in which it happens.</summary>
public abstract record LiveInput
{
    private LiveInput()
    {
    }

    /// <summary>Sound that has arrived.</summary>
    /// <param name="Samples">16 kHz mono in −1…1, any number of them; not changed afterwards.</param>
    public sealed record Sound(ReadOnlyMemory<float> Samples) : LiveInput;

    /// <summary>A wish that all sound so far be transcribed for good, without waiting for what follows.</summary>
    public sealed record Finalize : LiveInput;

    /// <summary>
    /// News that no sound comes for now: with endpoint detection, what was said so far is an utterance, as if silence had followed it.
    /// </summary>
    public sealed record Pause : LiveInput;

    /// <summary>A change of how much is spent on what follows. A session begins with all of it.</summary>
    /// <param name="FinalsOnly">
    /// Decodes each passage once, when a pause ends it or it gets long: for some of the cost, words come late, and none may change.
    /// </param>
    public sealed record Effort(bool FinalsOnly) : LiveInput;
}
