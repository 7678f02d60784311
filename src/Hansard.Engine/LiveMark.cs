namespace Hansard.Engine;

/// <summary>The stretch that is over with a result of a live transcription.</summary>
public enum LiveMark
{
    /// <summary>Nothing: speech goes on.</summary>
    None,

    /// <summary>An utterance: whoever spoke is silent, and has said what he wanted to (<see cref="EndpointOptions"/>).</summary>
    Endpoint,

    /// <summary>The sound up to a <see cref="LiveInput.Finalize"/>.</summary>
    Finalized,
}
