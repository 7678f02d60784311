using System.Net.Sockets;
using System.Runtime.Versioning;
using Hansard.Cli.Tests.Messages.Tables;

namespace Hansard.Cli.Tests.Messages;

/// <summary>The messages of commands that work on this machine alone.</summary>
[SupportedOSPlatform("linux")]
[Requires("ffmpeg")]
public sealed class LocalMessageTests : IDisposable
{
    private static readonly Dictionary<string, string> Texts = new()
    {
        ["broken.wav"] = "No recording.",
        ["kept.txt"] = "Kept.",
        ["odd.json"] = """{"temrs": ["x"], "terms": [" "]}""",
        ["translations.json"] = """{"translation_terms": [{"source": "stroke", "target": "ictus"}]}""",
        ["large.json"] = $"\"{new string('x', 1 << 20)}\"",
        ["text.json"] = "This is about strokes.",
        ["wrong.json"] = """{"terms": "stroke"}""",
        ["closed.json"] = "{}",
        ["defaults/option/hansard/transcribe.json"] = """{"baem": 1}""",
        ["defaults/list/hansard/transcribe.json"] = """{"beam": [1, 2]}""",
        ["defaults/null/hansard/transcribe.json"] = """{"beam": null}""",
        ["defaults/array/hansard/transcribe.json"] = "[]",
        ["defaults/text/hansard/transcribe.json"] = "beam = 1",
        ["defaults/value/hansard/transcribe.json"] = """{"beam": "many"}""",
        ["defaults/large/hansard/transcribe.json"] = new string(' ', (1 << 20) + 1),
        ["defaults/closed/hansard/transcribe.json"] = "{}",
    };

    private static readonly string[] Closed = ["closed.json", "closed.wav", "closed", "defaults/closed/hansard/transcribe.json"];

    private readonly Stage _stage = new();
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    public LocalMessageTests()
    {
        foreach (var folder in (string[])["empty", "two/sub", "closed/in"]) Directory.CreateDirectory(_stage.At(folder));
        foreach (var name in (string[])["a.wav", "c.wav", "two/a.wav", "two/sub/b.wav", "closed.wav"])
            File.Copy(HansardProcess.Clip("en_LJ001-0008.wav"), _stage.At(name));
        foreach (var (name, content) in Texts)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_stage.At(name))!);
            File.WriteAllText(_stage.At(name), content);
        }
        File.WriteAllBytes(_stage.At("silence.wav"), [.. File.ReadAllBytes(_stage.At("a.wav")).AsSpan(0, 44), .. new byte[64_000]]);
        _socket.Bind(new UnixDomainSocketEndPoint(_stage.At("socket")));
        foreach (var name in Closed) File.SetUnixFileMode(_stage.At(name), UnixFileMode.None);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _socket.Dispose();
        _stage.Dispose();
    }

    [Theory]
    [InlineData(80)]
    [InlineData(null)]
    public Task Wrong_usage_is_one_line(int? columns) => _stage.PlayAsync(UsageMessages.Rows, columns);

    [Theory]
    [InlineData(80)]
    [InlineData(null)]
    public Task What_is_told_of_files_is_one_line(int? columns) => _stage.PlayAsync(FileMessages.Rows, columns);

    [Theory]
    [InlineData(80)]
    [InlineData(null)]
    public Task What_is_told_of_recordings_is_one_line(int? columns) => _stage.PlayAsync(SpeechMessages.Rows, columns);
}
