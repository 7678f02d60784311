namespace Hansard.Engine.Recognition;

/// <summary>A speech model that finds when a given text is said.</summary>
internal interface ITextAligner
{
    /// <summary>Aligns a text with a window, on the calling thread.</summary>
    /// <param name="request">The window, and the language of the text.</param>
    /// <param name="text">All that is said in the window.</param>
    /// <returns>Its words, whose texts joined are the text; none where it is longer than the model takes.</returns>
    IReadOnlyList<AlignedWord> Align(RecognitionRequest request, string text);
}
