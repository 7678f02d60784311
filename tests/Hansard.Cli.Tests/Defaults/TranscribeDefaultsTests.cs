using System.Collections;
using System.CommandLine;
using Hansard.Cli.Defaults;
using Hansard.Cli.Serve;
using Hansard.Cli.Transcribe;
using Hansard.Cli.Usage;
using Hansard.Cli.Watch;

namespace Hansard.Cli.Tests.Defaults;

public sealed class TranscribeDefaultsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hansard defaults ").FullName;
    private readonly Dictionary<string, string?> _environment = [];

    public TranscribeDefaultsTests() => _environment["XDG_CONFIG_HOME"] = _folder;

    private string FilePath => Path.Combine(_folder, "hansard", "transcribe.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_command_line_wins_over_the_environment_and_that_over_the_file()
    {
        Write("""{ "model": "from-file", "beam": 1, "threads": 2, "format": ["srt", "docx"], "diarize": true, /* why */ }""");
        _environment["HANSARD_TRANSCRIBE_BEAM"] = "3";
        _environment["HANSARD_TRANSCRIBE_THREADS"] = "4";
        _environment["HANSARD_TRANSCRIBE_TERM"] = "Hansard, Lisbon";
        Assert.Equal(
            [
                "transcribe", "--beam=3", "--term=Hansard", "--term=Lisbon", "--model=from-file", "--format=srt", "--format=docx",
                "--diarize=true", "--threads", "1", "--", "a.wav",
            ],
            Apply("transcribe", "--threads", "1", "--", "a.wav"));
    }

    [Fact]
    public void What_is_typed_silences_the_defaults_that_contradict_it_or_would_mean_nothing()
    {
        Write("""{ "hint": ["en", "pt"], "strict": true, "speakers": 2, "translated-only": true, "project": "mine" }""");
        Assert.Equal(
            ["transcribe", "a.wav", "--language", "de", "--max-speakers", "4"],
            Apply("transcribe", "a.wav", "--language", "de", "--max-speakers", "4"));
        Assert.Equal(
            ["transcribe", "--hint=en", "--hint=pt", "--strict=true", "--speakers=2", "a.wav"], Apply("transcribe", "a.wav"));
    }

    [Fact]
    public void Other_commands_and_help_have_no_defaults()
    {
        Write("""{ "nonsense": 1 }""");
        Assert.Equal(["serve", "--port", "0"], Apply("serve", "--port", "0"));
        Assert.Equal(["transcribe", "--help"], Apply("transcribe", "--help"));
        Assert.Equal(["--version"], Apply("--version"));
    }

    [Theory]
    [InlineData("""{ "langauge": "de" }""", "'langauge' is no option of transcribe. Did you mean 'language'?")]
    [InlineData("""{ "beam": 99 }""", "--beam takes a whole number from 1 to 10, not '99'. See 'hansard transcribe --help'.")]
    [InlineData("""{ "model": ["a", "b"] }""", "'model' takes one value, and not a list.")]
    [InlineData("""{ "model": { } }""", "'model' takes a text, a number, true or false.")]
    [InlineData("""{ "format": "doc" }""", "not 'doc'. Did you mean 'docx'? See 'hansard transcribe --help'.")]
    [InlineData("[]", "has to be an object, such as { \"model\": \"whisper-small\" }.")]
    [InlineData("{", "is not JSON: ")]
    public void A_fault_in_the_file_is_told_with_its_path(string content, string told)
    {
        Write(content);
        var message = Assert.Throws<UsageException>(() => Apply("transcribe", "a.wav")).Message;
        Assert.Contains(FilePath, message, StringComparison.Ordinal);
        Assert.Contains(told, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_variable_that_names_no_option_is_told_with_the_nearest_one()
    {
        _environment["HANSARD_TRANSCRIBE_MODLE"] = "whisper-small";
        Assert.Equal(
            "HANSARD_TRANSCRIBE_MODLE: There is no option '--modle'. Did you mean '--model'? See 'hansard transcribe --help'.",
            Assert.Throws<UsageException>(() => Apply("transcribe", "a.wav")).Message);
    }

    [Fact]
    public void A_watch_has_the_defaults_of_options_that_are_the_same_and_passes_over_the_others()
    {
        Write("""{ "format": ["srt", "vtt"], "diarize": true, "output": "transcripts/", "overwrite": true, "from": 10, "to": 20 }""");
        _environment["HANSARD_TRANSCRIBE_BEAM"] = "3";
        _environment["HANSARD_TRANSCRIBE_TO"] = "1:00";
        Assert.Equal(
            ["watch", "--beam=3", "--format=srt", "--format=vtt", "--diarize=true", "in/", "--to", "out/"],
            Apply("watch", "in/", "--to", "out/"));
        Assert.Equal(
            ["watch", "--format=srt", "--format=vtt", "--diarize=true", "in/", "--beam", "1"], Apply("watch", "in/", "--beam", "1"));
    }

    [Fact]
    public void A_wrong_default_is_told_by_a_watch_too()
    {
        _environment["HANSARD_TRANSCRIBE_BEAM"] = "99";
        Assert.StartsWith(
            "HANSARD_TRANSCRIBE_BEAM: --beam takes", Assert.Throws<UsageException>(() => Apply("watch", "in/")).Message,
            StringComparison.Ordinal);
    }

    private string[] Apply(params string[] args)
    {
        RootCommand root = new("Test") { TranscribeCommand.Create(), WatchCommand.Create(), ServeCommand.Create() };
        return TranscribeDefaults.Apply(root, args, new Hashtable(_environment));
    }

    private void Write(string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(FilePath)!);
        File.WriteAllText(FilePath, content);
    }
}
