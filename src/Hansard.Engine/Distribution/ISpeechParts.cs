namespace Hansard.Engine.Distribution;

/// <summary>Has parts of the work on a recording done elsewhere.</summary>
/// <remarks>
/// What comes back is what this engine would have come to itself: a part is a function of its content and of nothing else. Called by
/// several at once where channels are recognised side by side; the numbers run over all of them.
/// </remarks>
public interface ISpeechParts
{
    /// <summary>Sound in a part, at least; it ends with the batch of windows that reaches it.</summary>
    TimeSpan PartLength { get; }

    /// <summary>Parts that are submitted before the first of them is waited for; at least 1.</summary>
    int Outstanding { get; }

    /// <summary>
    /// Tells whether the engine reads on, which makes further parts, or has nothing to do but to wait: then it could recognise one.
    /// </summary>
    void Reads(bool isReading);

    /// <summary>Takes a part.</summary>
    /// <param name="number">From 1 on.</param>
    /// <param name="part">Not kept by the engine: its sound is some megabytes.</param>
    /// <param name="cancellationToken">The recording is not transcribed any further.</param>
    Task SubmitAsync(int number, WorkPart part, CancellationToken cancellationToken);

    /// <summary>Waits for a result.</summary>
    /// <param name="number">Of a part that was submitted; asked for once.</param>
    /// <param name="cancellationToken">The recording is not transcribed any further.</param>
    Task<WorkResult> ResultAsync(int number, CancellationToken cancellationToken);
}
