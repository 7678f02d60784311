using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using Hansard.Cli.Remote.Api;
using Hansard.Cli.Remote.Jobs;
using Hansard.Cli.Remote.Listing;
using Hansard.Cli.Remote.SignIn;
using Hansard.Cli.Remote.Transcripts;
using Hansard.Cli.Usage;

namespace Hansard.Cli.Tests.Remote;

/// <summary>Sentences that commands end with before they do anything.</summary>
public sealed class MessagesTests : IDisposable
{
    private static readonly InvocationConfiguration Configuration = new() { EnableDefaultExceptionHandler = false };

    private readonly string _folder = Directory.CreateTempSubdirectory("hansard-messages-").FullName;

    private string KeyFile => Path.Combine(_folder, "key");

    public MessagesTests() => File.WriteAllText(KeyFile, "hsd_key\n");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("submit", "Name recordings: files, addresses, or ids of files on the server.")]
    [InlineData("submit a.wav --output b.txt", "--output has no meaning without --wait.")]
    [InlineData("submit a.wav --overwrite", "--overwrite has no meaning without --wait.")]
    [InlineData("submit a.wav --delete-after", "--delete-after has no meaning without --wait.")]
    [InlineData("submit a.wav --format srt", "--format has no meaning without --wait.")]
    [InlineData("submit http://a/b.wav http://a/b.wav", "'http://a/b.wav' is named twice.")]
    [InlineData(
        "submit a.wav --wait --format mp3", "--format must be json, ass, csv, docx, md, rttm, srt, txt or vtt, not 'mp3'.")]
    [InlineData("submit a.wav --wait --show all", "--show must be original, translated or both, not 'all'.")]
    [InlineData("submit KEY --wait --output KEY", "The transcript would go to 'KEY', which is a recording. Give another --output.")]
    [InlineData(
        "submit http://a/b.wav http://a/c.wav --wait --output KEY",
        "'KEY' is not a folder, which --output has to be for several transcripts.")]
    [InlineData("export", "Name transcriptions, or give --all.")]
    [InlineData("export 1 --all", "Name transcriptions, or give --all.")]
    [InlineData("list --status done", "--status takes queued, processing, completed or error, not 'done'.")]
    [InlineData("list --status error --files", "--status has no meaning with --files.")]
    [InlineData("delete", "Name transcriptions or files, or give --all-files or --all-transcriptions.")]
    [InlineData("delete 1 --all-files", "Name transcriptions or files, or give --all-files or --all-transcriptions.")]
    [InlineData("list --url ftp://a", "--url: 'ftp://a' is not the address of a server, such as http://127.0.0.1:8080.")]
    [InlineData("list --url http://a --api-key-file nowhere", "--api-key-file: 'nowhere' cannot be read:")]
    [InlineData("login ftp://a", "URL: 'ftp://a' is not the address of a server, such as http://127.0.0.1:8080.")]
    public async Task What_cannot_be_meant_is_told(string line, string message)
        => Assert.StartsWith(
            message.Replace("KEY", KeyFile, StringComparison.Ordinal),
            (await Assert.ThrowsAsync<UsageException>(() => RunAsync(line.Replace("KEY", KeyFile, StringComparison.Ordinal)))).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("list --limit 0", "--limit takes a whole number from 1 on, not '0'.")]
    [InlineData("usage --days 367", "--days takes a whole number from 1 to 366, not '367'.")]
    [InlineData("wait 1 --timeout soon", "--timeout takes a time such as 90s, 30m or 2h, not 'soon'.")]
    [InlineData("submit a.wav --speakers 21", "--speakers takes a whole number from 1 to 20, not '21'.")]
    [InlineData("submit a.wav --from soon", "--from takes a time, such as 1:30, 1:02:03 or 90.5 seconds, not 'soon'.")]
    [InlineData("submit a.wav --to 1:60", "--to takes a time, such as 1:30, 1:02:03 or 90.5 seconds, not '1:60'.")]
    [InlineData("submit a.wav --wait --format srt --line-width 9", "--line-width takes a whole number from 10 to 200, not '9'.")]
    [InlineData("submit a.wav --wiat", "There is no option '--wiat'. Did you mean '--wait'?")]
    [InlineData("submit --audio-path a.wav", "There is no option '--audio-path'. Did you mean '--audio_path'?")]
    [InlineData("upload", "<file> is missing.")]
    public void What_is_mistyped_is_told(string line, string message)
    {
        var args = line.Split(' ');
        Assert.StartsWith(message, UsageCheck.FindFault(Root().Parse(args, UsageCheck.Parser), args), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("list")]
    [InlineData("wait 1")]
    [InlineData("submit --wait http://a/b.wav")]
    public async Task A_server_that_is_not_there_is_told_soon(string line)
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var address = $"http://{free.LocalEndpoint}";
        free.Stop();

        var away = await Assert.ThrowsAsync<UnreachableException>(() => RunAsync($"{line} --url {address} --api-key-file {KeyFile}"));

        Assert.Equal($"{address} cannot be reached: nothing listens there. Is the server running?", away.Message);
    }

    [Fact]
    public async Task A_machine_that_is_not_there_is_told()
    {
        var line = $"list --url http://name.invalid --api-key-file {KeyFile}";
        var away = await Assert.ThrowsAsync<UnreachableException>(() => RunAsync(line));
        Assert.Equal("http://name.invalid cannot be reached: there is no machine of that name.", away.Message);
    }

    private static Task<int> RunAsync(string line)
    {
        var args = line.Split(' ');
        var parsed = Root().Parse(args, UsageCheck.Parser);
        Assert.Null(UsageCheck.FindFault(parsed, args));
        return parsed.InvokeAsync(Configuration);
    }

    private static RootCommand Root() => new("Test")
    {
        LoginCommand.Create(), LogoutCommand.Create(), UploadCommand.Create(), SubmitCommand.Create(), WaitCommand.Create(),
        ListCommand.Create(), ShowCommand.Create(), GetCommand.Create(), ExportCommand.Create(), CancelCommand.Create(),
        DeleteCommand.Create(), UsageCommand.Create(),
    };
}
