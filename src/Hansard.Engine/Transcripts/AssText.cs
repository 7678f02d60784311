using System.Globalization;

namespace Hansard.Engine.Transcripts;

/// <summary>Writes cues as Advanced SubStation Alpha (ASS 4.00+), in the look that players and editors take for a default.</summary>
internal static class AssText
{
    // Fields and their values, in the order of the specification.
    private static readonly (string Field, string Value)[] DefaultStyle =
    [
        ("Name", "Default"), ("Fontname", "Arial"), ("Fontsize", "60"), ("PrimaryColour", "&H00FFFFFF"), ("SecondaryColour", "&H000000FF"),
        ("OutlineColour", "&H00000000"), ("BackColour", "&H80000000"), ("Bold", "0"), ("Italic", "0"), ("Underline", "0"),
        ("StrikeOut", "0"), ("ScaleX", "100"), ("ScaleY", "100"), ("Spacing", "0"), ("Angle", "0"), ("BorderStyle", "1"), ("Outline", "3"),
        ("Shadow", "1"), ("Alignment", "2"), ("MarginL", "120"), ("MarginR", "120"), ("MarginV", "60"), ("Encoding", "1"),
    ];

    private static readonly string Header =
        $"""
        [Script Info]
        ScriptType: v4.00+
        WrapStyle: 2
        ScaledBorderAndShadow: yes
        PlayResX: 1920
        PlayResY: 1080

        [V4+ Styles]
        Format: {string.Join(", ", DefaultStyle.Select(f => f.Field))}
        Style: {string.Join(",", DefaultStyle.Select(f => f.Value))}

        [Events]
        Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text

        """.ReplaceLineEndings("\n");

    /// <summary>Writes ASS.</summary>
    public static void Write(IReadOnlyList<SubtitleCue> cues, SpeakerNames names, TextWriter output)
    {
        output.Write(Header);
        for (var i = 0; i < cues.Count; i++)
        {
            var cue = cues[i];
            var name = cue.Speaker is { } speaker ? names.Of(speaker) : cue.Track ?? "";
            var label = cue is { BeginsTurn: true, Speaker: not null } ? SubtitleText.SrtLabel(name) : "";
            IEnumerable<string> track = SubtitleText.BeginsTrack(cues, i) ? [$"[{cue.Track}]"] : [];
            var text = string.Join(@"\N", track.Concat(cue.Lines.Select((line, at) => at == 0 ? label + line : line)).Select(Escape));

            // A comma would end the field of the name.
            output.Write(
                $"Dialogue: 0,{Time(cue.Start)},{Time(cue.End)},Default,{Escape(name).Replace(',', ' ')},0,0,0,,{text}\n");
        }
    }

    // Braces enclose override codes and a backslash begins one; neither can be escaped in every renderer, and none is spoken.
    private static string Escape(string text) => text.Replace('{', '(').Replace('}', ')').Replace('\\', '/').ReplaceLineEndings(" ");

    private static string Time(TimeSpan time)
    {
        var centiseconds = (long)Math.Round(time.TotalMilliseconds / 10, MidpointRounding.AwayFromZero);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{centiseconds / 360_000}:{centiseconds / 6000 % 60:00}:{centiseconds / 100 % 60:00}.{centiseconds % 100:00}");
    }
}
