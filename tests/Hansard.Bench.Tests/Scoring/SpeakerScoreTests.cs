using System.Globalization;
using Hansard.Bench.Scoring;

namespace Hansard.Bench.Tests.Scoring;

/// <summary>Scores of turns and of words' speakers: cases computed by hand, and the script that the evaluation data comes with.</summary>
public sealed class SpeakerScoreTests
{
    [Fact]
    public void Missed_speech_false_alarm_and_confusion_are_seconds_under_the_best_mapping()
    {
        // A 0-4, B 4-10; found: x 0-5, y 5-9, y 10-11. Best: x is A, y is B. B is x for 1 s, missed for 1 s; y is a false alarm for 1 s.
        var error = DiarizationError.Of([new(0, 4, "A"), new(4, 10, "B")], [new(0, 5, "x"), new(5, 9, "y"), new(10, 11, "y")], 0, 12, 0);
        Assert.Equal((10, 1, 1, 1), (error.Total, error.Missed, error.FalseAlarm, error.Confusion));
        Assert.Equal(0.3, error.Rate, 1e-9);
        Assert.Equal((2, 2), (error.Speakers, error.SpeakersFound));
    }

    [Fact]
    public void Two_at_once_count_twice_and_a_single_turn_misses_one_of_them()
    {
        var error = DiarizationError.Of([new(0, 4, "A"), new(2, 4, "B")], [new(0, 4, "x")], 0, 4, 0);
        Assert.Equal((6, 2, 0, 0), (error.Total, error.Missed, error.FalseAlarm, error.Confusion));
    }

    [Fact]
    public void A_collar_leaves_out_the_edges_of_the_reference()
    {
        var error = DiarizationError.Of([new(1, 3, "A")], [new(0.8, 3.2, "x")], 0, 4, 0.25);
        Assert.Equal((1.5, 0, 0), (error.Total, error.Missed, error.FalseAlarm));
    }

    [Theory]
    [InlineData("A A B B", "1 1 2 2", 4)]
    [InlineData("A A B B", "2 2 1 1", 4)]
    [InlineData("A A B B", "1 1 1 1", 2)]
    [InlineData("A A A B", "1 2 2 3", 3)]
    public void Words_are_right_under_the_best_mapping(string said, string recognised, int right)
    {
        var units = said.Split(' ').Select((s, i) => new SpokenUnit($"w{i}", s)).ToArray();
        var found = recognised.Split(' ').Select((s, i) => new SpokenUnit($"w{i}", s)).ToArray();
        Assert.Equal(right, WordSpeakers.Of(units, found).Right);
    }

    [Fact]
    public async Task Turns_with_mistakes_are_scored_as_by_the_script()
    {
        ScoreScript.Require();
        var folder = Directory.CreateTempSubdirectory("hansard-rttm-");
        try
        {
            Dictionary<double, List<DiarizationError>> ours = new() { [0] = [], [0.25] = [] };
            foreach (var entry in Corpus.Json("open", "speakers.json").EnumerateArray())
            {
                var name = Path.GetFileNameWithoutExtension(entry.GetProperty("file").GetString()!);
                var reference = ScoredTurn.ReadRttm(Corpus.PathOf("open", entry.GetProperty("rttm").GetString()!));
                // Turns that begin late, end late, and of which every third is given to somebody else.
                var path = Path.Combine(folder.FullName, $"{name}.rttm");
                await File.WriteAllLinesAsync(path, reference.Select((t, i) => string.Create(
                    CultureInfo.InvariantCulture, $"SPEAKER {name} 1 {t.Start + (0.07 * i):F3} {t.End - t.Start:F3} <NA> <NA> "
                        + $"{(i % 3 == 2 ? "else" : t.Speaker)} <NA> <NA>")), TestContext.Current.CancellationToken);
                foreach (var (collar, errors) in ours)
                    errors.Add(DiarizationError.Of(
                        reference, ScoredTurn.ReadRttm(path), 0, entry.GetProperty("duration_s").GetDouble(), collar));
            }

            var script = await ScoreScript.RunAsync("der", Corpus.PathOf("open", "speakers.json"), folder.FullName);

            foreach (var (collar, errors) in ours)
            {
                var (pooled, theirs) = (DiarizationError.Pool(errors), script.GetProperty(string.Create(
                    CultureInfo.InvariantCulture, $"collar_{(collar == 0 ? "0.0" : collar)}")));
                Assert.Equal(theirs.GetProperty("der").GetDouble(), pooled.Rate, 1e-4);
                Assert.Equal(theirs.GetProperty("confusion").GetDouble(), pooled.Confusion, 0.01);
                Assert.Equal(theirs.GetProperty("miss").GetDouble(), pooled.Missed, 0.01);
                Assert.True(pooled.Rate > 0.1);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
