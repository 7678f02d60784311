namespace Hansard.Bench.Tests;

public sealed class ReportTests : IDisposable
{
    private const string Page = """
        Text before.
        <!-- bench:begin -->
        | measured | figure |
        | --- | --- |
        | speed: beam 5 | 16 s |
        | nonspeech: tones | 3 tokens |
        | nonspeech: noise | 1 token |
        <!-- bench:end -->
        Text after.
        """;

    private readonly DirectoryInfo _results = Directory.CreateTempSubdirectory("hansard-results-");

    public void Dispose() => _results.Delete(recursive: true);

    [Fact]
    public void Results_take_the_place_of_those_of_their_measure_and_the_other_rows_stay()
    {
        File.WriteAllText(Path.Combine(_results.FullName, "nonspeech.json"), """[{ "What": "tones", "Figure": "none" }]""");
        File.WriteAllText(Path.Combine(_results.FullName, "loops.json"), """[{ "What": "repeated", "Figure": "0 of 500" }]""");

        Assert.Equal(
            """
            Text before.
            <!-- bench:begin -->
            | measured | figure |
            | --- | --- |
            | speed: beam 5 | 16 s |
            | nonspeech: tones | none |
            | loops: repeated | 0 of 500 |
            <!-- bench:end -->
            Text after.
            """,
            Report.Update(Page, _results.FullName));
    }

    [Fact]
    public void Without_results_nothing_changes() => Assert.Equal(Page, Report.Update(Page, _results.FullName));

    [Fact]
    public void A_page_without_a_place_for_the_table_is_left_alone()
        => Assert.Throws<InvalidDataException>(() => Report.Update("Text.", _results.FullName));
}
