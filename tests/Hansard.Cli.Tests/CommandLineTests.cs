using static Hansard.Cli.Tests.HansardProcess;

namespace Hansard.Cli.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("transcribe", "a.wav", "--beam", "five")]
    [InlineData("transcribe", "a.wav", "--threads", "two")]
    [InlineData("transcribe", "a.wav", "--output", "")]
    [InlineData("transcribe", "a.wav", "--fromat", "srt")]
    [InlineData("transcribe", "a.wav", "-z")]
    [InlineData("transcribe", "--name\nof two lines")]
    [InlineData("serve", "--port", "http")]
    [InlineData("keys", "create", "--nmae", "nightly")]
    [InlineData("models", "pull")]
    [InlineData("nothing")]
    [InlineData("[suggest]", "tran")]
    [InlineData("transcribe", "a.wav", "--diarize=maybe")]
    public async Task A_fault_in_the_command_line_is_one_line_and_exit_code_2(params string[] arguments)
    {
        var result = await RunAsync(arguments);
        Assert.Equal((2, ""), (result.Code, result.Output));
        Assert.Matches("^hansard: [^\n]+ --help'\\.\n$", result.Error);
    }

    [Theory]
    [InlineData("transcribe", "a.wav", "--translated-only")]
    [InlineData("transcribe", "a.wav", "--min-speakers", "4", "--max-speakers", "3")]
    [InlineData("transcribe", "a.wav", "--speakers", "2", "--max-speakers", "3")]
    [InlineData("serve", "--port", "99999")]
    [InlineData("serve", "--workers", "0")]
    [InlineData("models", "pull", "nope")]
    [InlineData("models", "verify", "nope")]
    [InlineData("models", "pull", "whisper-tiny", "whisper-small", "--from", "https://example.org/")]
    public async Task A_value_that_makes_no_sense_is_one_line_and_exit_code_2(params string[] arguments)
    {
        var result = await RunAsync(arguments);
        Assert.Equal((2, ""), (result.Code, result.Output));
        Assert.Matches("^hansard: [^\n]+\n$", result.Error);
    }

    [Fact]
    public async Task Help_names_values_as_they_are_typed()
    {
        var result = await RunAsync("transcribe", "--help");
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Contains("-f, --format <txt|md|json|csv|srt|vtt|ass|rttm|docx>", result.Output, StringComparison.Ordinal);
        Assert.Contains("--channels <auto|split|mix>", result.Output, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"default: ([A-Z]|\d{2,})", result.Output);
    }
}
