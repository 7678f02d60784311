using System.CommandLine;
using Hansard.Cli.Keys;
using Hansard.Cli.Models;
using Hansard.Cli.Serve;
using Hansard.Cli.Transcribe;
using Hansard.Cli.Usage;

namespace Hansard.Cli.Tests.Usage;

public sealed class UsageCheckTests
{
    private static readonly string Folder = AppContext.BaseDirectory;

    [Theory]
    [InlineData("transcribe a.wav --beam five", "--beam takes a whole number from 1 to 10, not 'five'.")]
    [InlineData("transcribe a.wav --beam=99", "--beam takes a whole number from 1 to 10, not '99'.")]
    [InlineData("transcribe a.wav --threads two", "--threads takes a whole number from 1 to 1024, not 'two'.")]
    [InlineData("transcribe a.wav --threads -1", "--threads takes a whole number from 1 to 1024, not '-1'.")]
    [InlineData("transcribe a.wav --threads 99999999999", "--threads takes a whole number from 1 to 1024, not '99999999999'.")]
    [InlineData("transcribe a.wav --speakers many", "--speakers takes a whole number from 1 to 20, not 'many'.")]
    [InlineData("transcribe a.wav --output ''", "--output was given an empty value.")]
    [InlineData("transcribe a.wav --output= b.wav", "--output was given an empty value.")]
    [InlineData("transcribe a.wav --model ''", "--model was given an empty value.")]
    [InlineData("transcribe ''", "<file> was given an empty value.")]
    [InlineData(
        "transcribe a.wav --format srt,docy",
        "--format takes txt, md, json, csv, srt, vtt, ass, rttm or docx, not 'docy'. Did you mean 'docx'?")]
    [InlineData("transcribe a.wav -f 1", "--format takes txt, md, json, csv, srt, vtt, ass, rttm or docx, not '1'.")]
    [InlineData("transcribe a.wav -o ''", "--output was given an empty value.")]
    [InlineData("transcribe a.wav --from 1:75", "--from takes a time, such as 1:30, 1:02:03 or 90.5 seconds, not '1:75'.")]
    [InlineData("transcribe a.wav --to soon", "--to takes a time, such as 1:30, 1:02:03 or 90.5 seconds, not 'soon'.")]
    [InlineData(
        "transcribe a.wav --style netflx",
        "--style takes broadcast, clean, default, netflix, verbatim or web, not 'netflx'. Did you mean 'netflix'?")]
    [InlineData("transcribe a.wav --line-width 7", "--line-width takes a whole number from 10 to 200, not '7'.")]
    [InlineData("transcribe a.wav --max-lines 3", "--max-lines takes a whole number from 1 to 2, not '3'.")]
    [InlineData("transcribe a.wav --reading-speed fast", "--reading-speed takes a number from 1 to 100, not 'fast'.")]
    [InlineData("transcribe a.wav --min-duration-ms 1.5", "--min-duration-ms takes a whole number from 0 to 10000, not '1.5'.")]
    [InlineData("transcribe a.wav --max-duration-ms 1", "--max-duration-ms takes a whole number from 500 to 60000, not '1'.")]
    [InlineData("transcribe a.wav --gap-ms=-1", "--gap-ms takes a whole number from 0 to 2000, not '-1'.")]
    [InlineData("transcribe a.wav --frame-rate 5", "--frame-rate takes a number from 10 to 240, not '5'.")]
    [InlineData("transcribe a.wav --channels both", "--channels takes auto, split or mix, not 'both'.")]
    [InlineData("serve --port http", "--port takes a whole number, not 'http'.")]
    [InlineData("serve --workers 1.5", "--workers takes a whole number, not '1.5'.")]
    [InlineData("keys create --data ''", "--data was given an empty value.")]
    [InlineData("models pull whisper-small --from here", "--from takes an address, such as https://example.org/models/, not 'here'.")]
    public void A_value_that_cannot_be_is_told(string line, string fault) => Assert.StartsWith(fault, Find(line), StringComparison.Ordinal);

    [Theory]
    [InlineData(
        "transcribe a.wav --fromat srt", "There is no option '--fromat'. Did you mean '--format'? See 'hansard transcribe --help'.")]
    [InlineData(
        "transcribe --fromat=srt a.wav", "There is no option '--fromat'. Did you mean '--format'? See 'hansard transcribe --help'.")]
    [InlineData("transcribe a.wav -z", "There is no option '-z'. See 'hansard transcribe --help'.")]
    [InlineData("transcribe a.wav -s 2", "There is no option '-s'. Did you mean '--strict', '--speakers' or '--speaker-model'? "
        + "See 'hansard transcribe --help'.")]
    [InlineData(
        "transcribe a.wav --output --overwrit",
        "There is no option '--overwrit'. Did you mean '--overwrite'? As the value of --output it is written '--output=--overwrit'. "
        + "See 'hansard transcribe --help'.")]
    [InlineData(
        "transcribe a.wav -output b.txt", "There is no option '-output'. Did you mean '--output'? See 'hansard transcribe --help'.")]
    [InlineData("serve --prot 8080", "There is no option '--prot'. Did you mean '--port'? See 'hansard serve --help'.")]
    [InlineData("keys create --porject one", "There is no option '--porject'. Did you mean '--project'? See 'hansard keys create --help'.")]
    [InlineData("keys revoke -1", "There is no option '-1'. See 'hansard keys revoke --help'.")]
    [InlineData(
        "models pull whisper-small --form http://a/",
        "There is no option '--form'. Did you mean '--from'? See 'hansard models pull --help'.")]
    [InlineData("models list --all", "There is no option '--all'. See 'hansard models list --help'.")]
    [InlineData("--quiet", "There is no option '--quiet'. See 'hansard --help'.")]
    public void A_mistyped_option_is_no_file_and_the_near_one_is_suggested(string line, string fault) => Assert.Equal(fault, Find(line));

    [Theory]
    [InlineData("trascribe a.wav", "There is no command 'trascribe'. Did you mean 'transcribe'? See 'hansard --help'.")]
    [InlineData("keys remove 1", "There is no command 'remove'. Did you mean 'revoke'? See 'hansard keys --help'.")]
    [InlineData("", "Name a command: transcribe, serve, keys or models. See 'hansard --help'.")]
    [InlineData("models", "Name a command: list, pull or verify. See 'hansard models --help'.")]
    public void A_command_that_is_none_is_told(string line, string fault) => Assert.Equal(fault, Find(line));

    [Theory]
    [InlineData("transcribe")]
    [InlineData("transcribe a.wav --output")]
    [InlineData("transcribe a.wav --beam 1 --beam 2")]
    [InlineData("keys revoke")]
    [InlineData("models list whisper-small")]
    [InlineData("serve now")]
    public void What_is_missing_or_too_much_is_one_line_with_a_hint(string line)
    {
        var fault = Find(line);
        Assert.NotNull(fault);
        Assert.DoesNotContain('\n', fault);
        Assert.EndsWith(" --help'.", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("transcribe -- -z --fromat")]
    [InlineData("transcribe ./-z")]
    [InlineData("transcribe a.wav --term=-z")]
    [InlineData("transcribe a.wav --output -")]
    [InlineData("transcribe a.wav -o out -f srt,docx -f md -l german -m whisper-base -q --from 1:30 --to 1:02:03.5")]
    [InlineData("transcribe a.wav --style Broadcast --line-width 32 --reading-speed 14.5 --frame-rate 23.976")]
    [InlineData("transcribe @list.wav")]
    [InlineData("transcribe a.wav --format JSON --diarize --speakers 2 --hint en --hint pt")]
    [InlineData("transcribe --fromat --help")]
    [InlineData("serve --port 0 --no-auth")]
    [InlineData("--version")]
    [InlineData("keys --help")]
    public void What_is_right_is_left_alone(string line) => Assert.Null(Find(line));

    [Fact]
    public void A_file_that_is_really_named_so_is_shown_the_way()
    {
        var name = $"-{Guid.NewGuid():N}";
        File.WriteAllText(name, "");
        try
        {
            Assert.Contains($" The file of that name is './{name}'.", Find($"transcribe {name}"), StringComparison.Ordinal);
            Assert.Null(Find($"transcribe ./{name}"));
        }
        finally
        {
            File.Delete(name);
        }
    }

    [Fact]
    public void A_list_of_recordings_that_begins_with_an_at_sign_is_not_opened()
    {
        var name = Path.Combine(Folder, $"{Guid.NewGuid():N}");
        File.WriteAllText(name, "--format docx");
        try
        {
            Assert.Null(Find($"transcribe @{name}"));
        }
        finally
        {
            File.Delete(name);
        }
    }

    private static string? Find(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string[] args = [.. words.Select(arg => arg.Replace("''", "", StringComparison.Ordinal))];
        RootCommand root = new("Test") { TranscribeCommand.Create(), ServeCommand.Create(), KeysCommand.Create(), ModelsCommand.Create() };
        return UsageCheck.FindFault(root.Parse(args, UsageCheck.Parser), args);
    }
}
