namespace Hansard.Engine.Speakers.Clustering;

/// <summary>The speakers of a recording.</summary>
/// <param name="Labels">For each piece its speaker.</param>
/// <param name="Means">For each speaker the mean voice, a unit vector.</param>
/// <param name="Cohort">How alike two of them are.</param>
internal sealed record SpeakerVoices(int[] Labels, float[][] Means, VoiceCohort Cohort);
