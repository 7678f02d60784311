namespace Hansard.Engine.Transcripts;

/// <summary>A stretch of a recording that was recognised at once, and what is said in it.</summary>
/// <param name="StartSample">Its first sample, from the start of the recording.</param>
/// <param name="EndSample">The sample after its last.</param>
/// <param name="Words">With times from the start of the recording; empty where nothing is said.</param>
internal sealed record RecognisedSpeech(long StartSample, long EndSample, IReadOnlyList<RecognisedWord> Words);
