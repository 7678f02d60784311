namespace Hansard.Engine.Transcripts;

/// <summary>Writes cues as SubRip or WebVTT.</summary>
internal static class SubtitleText
{
    /// <summary>SubRip has no speakers: who begins to speak is named in the text.</summary>
    public static string SrtLabel(string name) => $"{name}: ";

    /// <summary>Writes SubRip.</summary>
    public static void WriteSrt(IReadOnlyList<SubtitleCue> cues, SpeakerNames names, TextWriter output)
    {
        for (var i = 0; i < cues.Count; i++)
        {
            var cue = cues[i];
            var label = cue is { BeginsTurn: true, Speaker: { } speaker } ? SrtLabel(names.Of(speaker)) : "";
            if (i > 0) output.Write('\n');
            output.Write($"{i + 1}\n{Time(cue.Start, ',')} --> {Time(cue.End, ',')}\n");
            if (BeginsTrack(cues, i)) output.Write($"[{cue.Track}]\n");
            output.Write($"{label}{string.Join('\n', cue.Lines)}\n");
        }
    }

    /// <summary>Writes WebVTT.</summary>
    public static void WriteVtt(IReadOnlyList<SubtitleCue> cues, SpeakerNames names, TextWriter output)
    {
        output.Write("WEBVTT\n");
        for (var i = 0; i < cues.Count; i++)
        {
            var cue = cues[i];
            var voice = cue.Speaker is { } speaker ? $"<v {Escape(names.Of(speaker))}>" : "";
            output.Write($"\n{Time(cue.Start, '.')} --> {Time(cue.End, '.')}\n");
            if (BeginsTrack(cues, i)) output.Write($"[{Escape(cue.Track!)}]\n");
            output.Write($"{voice}{string.Join('\n', cue.Lines.Select(Escape))}\n");
        }
    }

    /// <summary>
    /// Determines whether the track of a cue is another than before: subtitles of several tracks stand in one order of time.
    /// </summary>
    internal static bool BeginsTrack(IReadOnlyList<SubtitleCue> cues, int i)
        => cues[i].Track is { } track && (i == 0 || cues[i - 1].Track != track);

    // https://www.w3.org/TR/webvtt1/#webvtt-cue-text: & and < must be escaped, and escaping > keeps "-->" out.
    private static string Escape(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    private static string Time(TimeSpan time, char separator)
        => $"{(int)time.TotalHours:00}:{time.Minutes:00}:{time.Seconds:00}{separator}{time.Milliseconds:000}";
}
