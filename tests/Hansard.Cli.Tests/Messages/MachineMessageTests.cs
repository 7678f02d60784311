using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using Hansard.Cli.Tests.Messages.Tables;
using Hansard.Server.Tests.ModelDownloads;

namespace Hansard.Cli.Tests.Messages;

/// <summary>The messages of commands that keep data, models and settings on this machine.</summary>
[SupportedOSPlatform("linux")]
[Requires("ffmpeg")]
public sealed class MachineMessageTests : IAsyncDisposable
{
    private static readonly byte[] Config = "{}\n"u8.ToArray();
    private static readonly byte[] Notes = new byte[100_000];

    private readonly Stage _stage = new();
    private readonly TcpListener _taken = new(IPAddress.Loopback, 0);
    private readonly FlakyServer _mirror = new(Mirror);

    public MachineMessageTests()
    {
        foreach (var folder in (string[])["empty", "in", "data", "silent", "garbage"]) Directory.CreateDirectory(_stage.At(folder));
        foreach (var name in (string[])["a.wav", "in/a.wav"]) File.Copy(HansardProcess.Clip("en_LJ001-0008.wav"), _stage.At(name));
        File.Copy(HansardProcess.Clip("en_LJ001-0001.wav"), _stage.At("anna.wav"));
        File.WriteAllBytes(_stage.At("silence.wav"), [.. File.ReadAllBytes(_stage.At("a.wav")).AsSpan(0, 44), .. new byte[64_000]]);
        var catalogue = $$"""
            { "models": [{ "name": "small", "kind": "speech", "description": "Small, for tests", "licence": "MIT",
              "download": "https://example.org/small/", "files": [
                { "path": "config.json", "sha256": "{{Convert.ToHexStringLower(SHA256.HashData(Config))}}", "size": {{Config.Length}} },
                { "path": "notes.txt", "sha256": "{{Convert.ToHexStringLower(SHA256.HashData(Notes))}}", "size": {{Notes.Length}} },
                { "path": "words.txt", "sha256": null, "size": null }] }] }
            """;
        var keyring = $$"""{"url": "http://127.0.0.1:1", "keyring": true}""";
        var login = """{"url": "http://127.0.0.1:1", "api_key": "hsd_key"}""";
        foreach (var (name, content) in ((string, string)[])[
            ("kept.txt", "Kept."), ("broken.wav", "No recording."),
            ("models/catalogue.json", catalogue), ("readonly/catalogue.json", catalogue), ("damaged/catalogue.json", "{"),
            ("silent/ffmpeg", "#!/bin/sh\nexit 1\n"), ("garbage/ffmpeg", "\u007fELF"), ("open/hansard/login.json", login),
            ("damaged/hansard/login.json", "{"), ("ring/hansard/login.json", keyring)])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_stage.At(name))!);
            File.WriteAllText(_stage.At(name), content);
        }
        foreach (var program in (string[])["silent/ffmpeg", "garbage/ffmpeg"])
            File.SetUnixFileMode(_stage.At(program), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        File.SetUnixFileMode(_stage.At("readonly"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        File.SetUnixFileMode(
            _stage.At("open/hansard/login.json"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        _taken.Start();
        _stage.Names["taken"] = $"{((IPEndPoint)_taken.LocalEndpoint).Port}";
        _stage.Names["mirror"] = _mirror.Address.OriginalString.TrimEnd('/');
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _taken.Dispose();
        await _mirror.DisposeAsync();
        _stage.Dispose();
    }

    [Theory]
    [InlineData(80)]
    [InlineData(null)]
    public Task Keys_speakers_and_servers_are_told_of_in_a_line(int? columns) => _stage.PlayAsync(DataMessages.Rows, columns);

    [Theory]
    [InlineData(80)]
    [InlineData(null)]
    public Task Models_are_told_of_in_a_line(int? columns)
    {
        _stage.Environment["HANSARD_MODELS"] = "{folder}/models";
        return _stage.PlayAsync(ModelMessages.Rows, columns);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(200)]
    [InlineData(null)]
    public Task What_is_wrong_with_a_machine_is_told_in_a_line_that_is_broken_between_words(int? columns)
        => _stage.PlayAsync(DoctorMessages.Rows, columns);

    [Theory]
    [InlineData(80)]
    [InlineData(null)]
    public Task A_watched_folder_is_told_of_in_lines(int? columns) => _stage.PlayAsync(WatchMessages.Rows, columns);

    private static FlakyServer.Answer Mirror(FlakyServer.Request request)
    {
        var content = Path.GetFileName(request.Path) switch { "config.json" => Config, "notes.txt" => Notes, _ => "word\n"u8.ToArray() };
        return request.Path.StartsWith("/absent/", StringComparison.Ordinal)
            ? new FlakyServer.Answer(404, [], Encoding.UTF8.GetBytes("nothing"))
            : FlakyServer.File(request, content, "\"1\"", request is { Path: "/flaky/notes.txt", From: null } ? 50_000 : null);
    }
}
