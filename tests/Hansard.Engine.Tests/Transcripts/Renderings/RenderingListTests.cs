using Hansard.Engine.Transcripts.Renderings;

namespace Hansard.Engine.Tests.Transcripts.Renderings;

/// <summary>What goes and what stays in renderings, by written lists in five languages.</summary>
public sealed class RenderingListTests
{
    private static readonly RenderingOptions Redacted = new() { Redact = RenderingOptions.AllKinds };
    private static readonly RenderingOptions Clean = new() { Style = TranscriptStyle.Clean };

    [Theory, MemberData(nameof(Cases), "redaction.tsv")]
    public void Numbers_and_addresses_go_and_quantities_stay(string language, string said, string expected)
        => Check(language, said, expected, Redacted);

    [Theory, MemberData(nameof(Cases), "clean.tsv")]
    public void Fillers_and_false_starts_go_and_what_is_meant_stays(string language, string said, string expected)
        => Check(language, said, expected, Clean);

    public static TheoryData<string, string, string> Cases(string file)
    {
        var cases = new TheoryData<string, string, string>();
        foreach (var line in File.ReadLines(Fixtures.PathOf("renderings", file)))
        {
            if (line.StartsWith('#')) continue;
            var fields = line.Split('\t');
            cases.Add(fields[0], fields[1], fields[2]);
        }
        return cases;
    }

    private static void Check(string language, string said, string expected, RenderingOptions options)
    {
        var transcript = Words.Transcript(Words.OfText(0, language, said));
        Assert.Equal(said, transcript.Text);
        Assert.Equal(expected, TranscriptRendering.Of(transcript, options).Text);
    }
}
