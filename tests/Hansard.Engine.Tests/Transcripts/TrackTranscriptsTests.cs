using System.Text.Json;
using Hansard.Engine.Transcripts;

namespace Hansard.Engine.Tests.Transcripts;

public sealed class TrackTranscriptsTests
{
    private static readonly Transcript English = Words.Transcript(Spoken(0, "en", "Good morning.")) with
    {
        Turns = [new SpeakerTurn(TimeSpan.Zero, TimeSpan.FromSeconds(1), "1")],
        Speakers = [new TranscriptSpeaker("1", null, null, null)],
        Warnings = ["The recording is cut off."],
    };

    private static readonly Transcript Spanish = Words.Transcript(Spoken(0.2, "es", "Buenos días."), Spoken(5, "es", "Adiós.")) with
    {
        Turns = [new SpeakerTurn(TimeSpan.FromSeconds(0.2), TimeSpan.FromSeconds(6), "1")],
        Speakers = [new TranscriptSpeaker("1", "Ana", 0.9, null)],
    };

    private static readonly Transcript Joined = TrackTranscripts.Join(
        [new TranscriptTrack(1, "en", null), new TranscriptTrack(2, "es", "Dubbed"), new TranscriptTrack(3, null, null)],
        [English, Spanish, new Transcript([], TimeSpan.FromSeconds(7), null)]);

    [Fact]
    public void Tracks_follow_each_other_with_their_own_times_and_people()
    {
        Assert.Equal("Good morning. Buenos días. Adiós.", Joined.Text);
        Assert.Equal(Joined.Text, string.Concat(Joined.Tokens.Select(t => t.Text)));
        Assert.Equal(["1", "2"], Joined.Tokens.Select(t => t.Speaker).Distinct());
        Assert.Equal([1, 2], Joined.Tokens.Select(t => t.Track).Distinct());
        Assert.Equal(200, Joined.Tokens.First(t => t.Track == 2).StartMs);
        Assert.Equal(TimeSpan.FromSeconds(7), Joined.Duration);
        Assert.Equal("es", Joined.Language);
        Assert.Equal([("1", 1), ("2", 2)], Joined.Speakers.Select(s => (s.Speaker, s.Track!.Value)));
        Assert.Equal("Sound track 1 (en): The recording is cut off.", Assert.Single(Joined.Warnings));
    }

    [Fact]
    public void Text_has_each_track_under_its_name()
        => Assert.Equal(
            "== Track 1 (en)\nSpeaker 1: Good morning.\n\n== Track 2 (es, Dubbed)\nAna: Buenos días.\n\nAdiós.\n\n== Track 3\n",
            Joined.Write(TranscriptFormat.Txt));

    [Fact]
    public void Json_has_the_text_of_each_track()
    {
        using var json = JsonDocument.Parse(Joined.Write(TranscriptFormat.Json));
        Assert.Equal(
            """[{"track":1,"language":"en","text":"Good morning."},"""
                + """{"track":2,"language":"es","title":"Dubbed","text":"Buenos días. Adiós."},{"track":3,"text":""}]""",
            JsonSerializer.Serialize(json.RootElement.GetProperty("tracks"), Relaxed));
        Assert.Equal(2, json.RootElement.GetProperty("speakers")[1].GetProperty("track").GetInt32());
        Assert.Equal(2, json.RootElement.GetProperty("tokens").EnumerateArray().Last().GetProperty("track").GetInt32());
    }

    [Fact]
    public void Subtitles_stand_in_the_order_of_time_and_name_a_track_wherever_it_changes()
    {
        var srt = Joined.Write(TranscriptFormat.Srt);
        Assert.Contains("00:00:00,000 --> 00:00:01,000\n[Track 1 (en)]\nSpeaker 1: Good morning.\n", srt);
        Assert.Contains("00:00:00,200 --> 00:00:01,200\n[Track 2 (es, Dubbed)]\nAna: Buenos días.\n", srt);
        Assert.Contains("\nAdiós.\n", srt);
        Assert.Equal(2, srt.Split("[Track").Length - 1);
        Assert.Contains("\n[Track 2 (es, Dubbed)]\n<v Ana>Buenos días.\n", Joined.Write(TranscriptFormat.Vtt));
    }

    [Fact]
    public void Ass_names_a_track_wherever_it_changes_and_a_table_has_its_number()
    {
        Assert.Contains(@",,[Track 2 (es, Dubbed)]\NAna: Buenos días." + "\n", Joined.Write(TranscriptFormat.Ass));
        var rows = Joined.Write(TranscriptFormat.Csv).Split('\n');
        Assert.Equal(["track", "1", "2", "2"], rows[..4].Select(row => row.Split(',')[0]));
    }

    [Fact]
    public void A_track_is_a_channel_of_rttm()
        => Assert.Equal(
            "SPEAKER recording 1 0.000 1.000 <NA> <NA> 1 <NA> <NA>\nSPEAKER recording 2 0.200 5.800 <NA> <NA> 2 <NA> <NA>\n",
            Joined.Write(TranscriptFormat.Rttm));

    private static readonly JsonSerializerOptions Relaxed = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static List<RecognisedWord> Spoken(double seconds, string language, string text)
        => [.. Words.OfText(seconds, language, text).Select(word => word with { Speaker = "1" })];
}
