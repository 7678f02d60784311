using System.Globalization;

namespace Hansard.Engine.Transcripts;

/// <summary>Writes speaker turns as RTTM (NIST, Rich Transcription 2009 evaluation plan, appendix A): one SPEAKER line a turn.</summary>
internal static class RttmText
{
    /// <param name="transcript">Transcript with turns, or at least with speakers. A sound track is a channel of RTTM.</param>
    /// <param name="recording">The recording's name, whose white space becomes "_" because fields end at it.</param>
    /// <param name="output">Receives the text.</param>
    public static void Write(Transcript transcript, string recording, TextWriter output)
    {
        var name = string.Concat(recording.Select(c => char.IsWhiteSpace(c) ? '_' : c));
        var channels = transcript.Speakers.Where(s => s.Track is not null).ToDictionary(s => s.Speaker, s => s.Track!.Value);
        foreach (var turn in transcript.Turns.Count > 0 ? transcript.Turns : TokenTurns.Of(transcript.Tokens))
        {
            output.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"SPEAKER {name} {channels.GetValueOrDefault(turn.Speaker, 1)} {turn.Start.TotalSeconds:F3} "
                    + $"{(turn.End - turn.Start).TotalSeconds:F3} <NA> <NA> {turn.Speaker} <NA> <NA>\n"));
        }
    }
}
