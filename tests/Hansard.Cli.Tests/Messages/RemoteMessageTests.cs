using System.Runtime.Versioning;
using Hansard.Cli.Tests.Messages.Tables;
using Hansard.Cli.Tests.Remote;

namespace Hansard.Cli.Tests.Messages;

/// <summary>The messages of commands that ask a server: a real one, and one behind faults.</summary>
[SupportedOSPlatform("linux")]
[Requires("ffmpeg")]
public sealed class RemoteMessageTests(RemoteServer server) : IClassFixture<RemoteServer>, IAsyncLifetime
{
    private const string Ring = "#!/bin/sh\ncase $1 in store) cat >FOLDER/secret;; lookup) cat FOLDER/secret;; esac\n";

    private readonly Stage _stage = new();

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        var user = await server.NewUserAsync();
        _stage.Environment["HANSARD_URL"] = _stage.Names["server"] = user.Server.OriginalString;
        _stage.Environment["HANSARD_API_KEY"] = user.Key;
        foreach (var folder in (string[])["empty", "closed/in"]) Directory.CreateDirectory(_stage.At(folder));
        foreach (var name in (string[])["a.wav", "c.wav", "closed.wav"])
            File.Copy(HansardProcess.Clip("en_LJ001-0008.wav"), _stage.At(name));
        foreach (var (name, content) in ((string, string)[])[
            ("key.txt", user.Key), ("wrong.txt", "hsd_wrong"), ("two.txt", "two words"), ("broken.wav", "No recording."),
            ("large.json", new string('x', 5000)), ("damaged/hansard/login.json", "{"), ("damaged2/hansard/login.json", "{"),
            ("no-ring/secret-tool", "#!/bin/sh\nexit 1\n"),
            ("ring/secret-tool", Ring.Replace("FOLDER", _stage.Folder, StringComparison.Ordinal))])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_stage.At(name))!);
            File.WriteAllText(_stage.At(name), content);
        }
        foreach (var program in (string[])["no-ring/secret-tool", "ring/secret-tool"])
            File.SetUnixFileMode(_stage.At(program), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        foreach (var name in (string[])["closed.wav", "closed"]) File.SetUnixFileMode(_stage.At(name), UnixFileMode.None);
        _stage.Names["nobody"] = "http://127.0.0.1:1";
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _stage.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(80)]
    [InlineData(null)]
    public Task Signing_in_and_out_is_told_in_a_line(int? columns) => _stage.PlayAsync(SignInMessages.Rows, columns);

    [Theory]
    [InlineData(80)]
    [InlineData(null)]
    public Task Work_on_a_server_is_told_in_a_line(int? columns) => _stage.PlayAsync(RemoteMessages.Rows, columns);

    [Theory]
    [InlineData(80)]
    [InlineData(null)]
    public async Task Servers_and_networks_that_fail_are_told_in_a_line(int? columns)
    {
        await using var faults = await FaultyServer.StartAsync(new Uri(_stage.Names["server"]), _stage);
        await _stage.PlayAsync(FaultMessages.Rows, columns);
    }
}
