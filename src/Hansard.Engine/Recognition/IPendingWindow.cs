namespace Hansard.Engine.Recognition;

/// <summary>A window that somebody waits for.</summary>
internal interface IPendingWindow
{
    /// <summary>The window.</summary>
    RecognitionRequest Request { get; }

    /// <summary>Withdraws it: whoever recognises it stops soon after, and completes it no more.</summary>
    CancellationToken CancellationToken { get; }

    /// <summary>Hands over what was recognised.</summary>
    void Complete(RecognisedWindow window);
}
