using Hansard.Cli.Formats;
using Hansard.Cli.Transcribe.Input;
using Hansard.Cli.Transcribe.Output;
using Hansard.Cli.Usage;

namespace Hansard.Cli.Tests.Transcribe.Output;

/// <summary>The names of files: of the recording, the translation and the format.</summary>
public sealed class OutputPlanTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hansard plan ").FullName;
    private readonly StringWriter _said = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("talk.srt", "", "talk.srt")]
    [InlineData("talk.DOCX", "", "talk.DOCX")]
    [InlineData("talk", "", "talk")]
    [InlineData("talk.2024", "srt", "talk.2024")]
    [InlineData("talk", "srt,docx", "talk.srt talk.docx")]
    [InlineData("talk.srt", "srt,docx", "talk.srt talk.docx")]
    [InlineData("talk.2024", "srt,docx", "talk.2024.srt talk.2024.docx")]
    [InlineData("out/", "srt,docx", "out/film.srt out/film.docx")]
    [InlineData("out/", "", "out/film.txt")]
    public void Files_are_named_by_the_output_and_the_formats(string output, string formats, string files)
        => Assert.Equal(files.Split(' '), Paths(Plan(output, formats, "film.mkv")));

    [Theory]
    [InlineData("talk.srt", "", "srt")]
    [InlineData("talk.DOCX", "", "docx")]
    [InlineData("talk.md", "json", "json")]
    [InlineData("talk.wat", "", "txt")]
    [InlineData("talk.tsv", "csv", "csv")]
    public void The_format_is_the_given_one_or_that_of_the_extension(string output, string formats, string format)
        => Assert.Equal([format], Plan(output, formats, "film.mkv").Formats.Select(each => each.Name));

    [Fact]
    public void A_format_that_is_not_the_extension_s_wins_and_that_is_said()
    {
        Plan("talk.md", "srt", "film.mkv");
        Assert.Equal(
            $"hansard: warning: '{At("talk.md")}' is named otherwise than --format says, and gets srt.\n",
            _said.ToString());
    }

    [Theory]
    [InlineData(false, "out/film.json out/film.srt out/film.es.srt out/film.pt.srt")]
    [InlineData(true, "out/film.json out/film.es.srt out/film.pt.srt")]
    public void Each_of_several_translations_has_its_file_and_json_holds_all(bool translatedOnly, string files)
    {
        var request = Request("out/", "json,srt");
        var plan = OutputPlan.Make(
            [RecordingInput.Of(Recording("film.mkv"))],
            request with { Translations = ["es", "pt"], Writer = request.Writer with { TranslatedOnly = translatedOnly } },
            new Warnings(_said));
        Assert.Equal(files.Split(' '), Paths(plan));
    }

    [Fact]
    public void Recordings_of_a_folder_keep_their_folders_and_those_of_one_name_their_extensions()
    {
        foreach (var name in (string[])["in/b/two.MP3", "in/b/two.wav", "in/a.flac", "in/.hidden.wav", "in/.cache/x.wav", "in/notes.txt"])
            Recording(name);
        Directory.CreateSymbolicLink(At("in/b/again"), At("in"));
        var recordings = RecordingArguments.Read([At("in")], new Warnings(_said));
        var plan = OutputPlan.Make(recordings, Request("out", "srt"), new Warnings(_said));
        Assert.Equal(["out/a.srt", "out/b/two.MP3.srt", "out/b/two.wav.srt"], Paths(plan));
        Assert.All(plan.Targets, target => Assert.Null(target.Obstacle));
    }

    [Fact]
    public void A_folder_without_recordings_is_told()
    {
        Directory.CreateDirectory(At("empty"));
        var plan = OutputPlan.Make(RecordingArguments.Read([At("empty")], new Warnings(_said)), Request("-", ""), new Warnings(_said));
        Assert.StartsWith("There is no recording in this folder", plan.Targets.Single().Obstacle!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_there_of_several_formats_is_left_and_the_rest_is_made()
    {
        File.WriteAllText(At("talk.srt"), "kept");
        var skipping = OutputPlan.Make(
            [RecordingInput.Of(Recording("film.mkv"))], Request("talk", "srt,docx") with { Existing = ExistingFiles.Skip },
            new Warnings(_said)).Targets.Single();
        Assert.Null(skipping.Obstacle);
        Assert.Equal([true, false], skipping.Files.Select(file => file.IsDone));
        var refusing = Plan("talk", "srt,docx", "film.mkv").Targets.Single();
        Assert.False(refusing.Obstacle!.IsSuccess);
    }

    [Theory]
    [InlineData("all.srt", "", "names one file, and there are several recordings: give --output a folder.", "a.wav", "b.wav")]
    [InlineData("-", "srt,docx", "Several formats are several files: give --output a folder, or their name without extension.", "a.wav")]
    [InlineData("-", "docx", "docx is no text that standard output could show: give --output.", "a.wav", "b.wav")]
    [InlineData("talk.doc", "", "none of txt, md, json, csv, srt, vtt, ass, rttm or docx: give another name, or --format.", "a.wav")]
    [InlineData("talk.srt.gz", "", "give another name, or --format.", "a.wav")]
    public void What_one_place_cannot_hold_is_refused(string output, string formats, string told, params string[] recordings)
        => Assert.EndsWith(
            told, Assert.Throws<UsageException>(() => Plan(output, formats, recordings)).Message, StringComparison.Ordinal);

    private OutputPlan Plan(string output, string formats, params string[] recordings)
    {
        var warnings = new Warnings(_said);
        var plan = OutputPlan.Make([.. recordings.Select(name => RecordingInput.Of(Recording(name)))], Request(output, formats), warnings);
        warnings.Say();
        return plan;
    }

    private OutputRequest Request(string output, string formats)
        => new(output == "-" ? output : At(output), FormatOption.Read(formats.Length == 0 ? [] : [formats]), ExistingFiles.Refuse);

    private string[] Paths(OutputPlan plan)
        => [.. plan.Targets.SelectMany(target => target.Files).Select(file => Path.GetRelativePath(_folder, file.Path!))];

    private string Recording(string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        File.WriteAllText(At(name), name);
        return At(name);
    }

    private string At(string name) => Path.Combine(_folder, name);
}
