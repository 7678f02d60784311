namespace Hansard.Engine.Transcripts.Alignments;

/// <summary>A given text with the times at which it is said, and where text and sound part.</summary>
/// <param name="Transcript">The text as a transcript; tokens that are not said have confidence 0 and take no time.</param>
/// <param name="Words">All words of the text, in order.</param>
/// <param name="SpeechWithoutText">What was heard and is not in the text, in order.</param>
public sealed record AlignedText(
    Transcript Transcript, IReadOnlyList<AlignedTextWord> Words, IReadOnlyList<SpeechWithoutText> SpeechWithoutText);

/// <summary>A word of a given text.</summary>
/// <param name="Text">With its punctuation, without spaces around.</param>
/// <param name="StartMs">Start in milliseconds from the start of the recording; of one that is not said, where it would be.</param>
/// <param name="EndMs">End in milliseconds.</param>
/// <param name="Confidence">0 to 1; 0 for one that is not said.</param>
/// <param name="IsSaid">False for a word that the recording lacks.</param>
public sealed record AlignedTextWord(string Text, long StartMs, long EndMs, double Confidence, bool IsSaid);

/// <summary>Speech that a given text lacks.</summary>
/// <param name="StartMs">Start in milliseconds from the start of the recording.</param>
/// <param name="EndMs">End in milliseconds.</param>
/// <param name="Text">The words that were recognised.</param>
public sealed record SpeechWithoutText(long StartMs, long EndMs, string Text);
