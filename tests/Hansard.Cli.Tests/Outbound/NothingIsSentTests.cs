using System.Diagnostics;
using System.Net.Http.Json;
using System.Runtime.Versioning;
using System.Text.Json;

namespace Hansard.Cli.Tests.Outbound;

/// <summary>The real program under a tracer: nothing leaves the machine, and nothing is written but what was asked for.</summary>
[SupportedOSPlatform("linux")]
public sealed class NothingIsSentTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    /// <summary>Files of what both runs ask for: ONNX Runtime, recognition, speakers, translation, and ffmpeg's own library.</summary>
    private static readonly string[] Used =
        [
            "libonnxruntime", "whisper-base/onnx/encoder_model", "pyannote-segmentation-3.0/model", "campplus/model", "en-pt/encoder_model",
            "libavcodec"
        ];

    private readonly TracedProgram _traced = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Hansard => Path.Combine(AppContext.BaseDirectory, "hansard.dll");

    public void Dispose() => _traced.Dispose();

    [Fact]
    [Requires("ffmpeg", "strace")]
    public async Task Two_minutes_are_transcribed_without_a_look_up_a_connection_or_a_file_elsewhere()
    {
        var recording = Path.Combine(_traced.Output, "two minutes.wav");
        await EndAsync(_traced.StartUntraced(
            "ffmpeg", "-v", "error", "-stream_loop", "-1", "-i", HansardProcess.Clip("en_jfk.flac"), "-t", "120", recording));

        var transcript = await EndAsync(_traced.Start(
            "dotnet", Hansard, "transcribe", recording, "--beam", "1", "--language", "en", "--diarize", "--translate", "pt",
            "--format", "json"));

        Assert.Equal(120_000, JsonDocument.Parse(transcript).RootElement.GetProperty("duration_ms").GetInt32(), 100.0);
        Assert.Contains("Americans", transcript, StringComparison.Ordinal);
        AssertNothingElsewhere();
    }

    [Fact]
    [Requires("ffmpeg", "strace")]
    public async Task A_server_does_a_job_without_a_look_up_a_connection_or_a_file_elsewhere()
    {
        await using (var server = await TracedServer.StartAsync(_traced, "--no-auth"))
        {
            Assert.Equal("completed", await TranscribeAsync(server.Client, HansardProcess.Clip("en_stereo_join.wav")));
            await server.StopAsync();
        }

        AssertNothingElsewhere();
    }

    [Fact]
    public async Task The_tracer_sees_a_look_up_a_connection_and_a_file_elsewhere()
    {
        const string script = """
            getent ahosts name.invalid
            echo >/dev/udp/127.0.0.1/9
            touch ~/.cache
            mkdir ../made
            echo >"$TMPDIR/allowed"
            echo >allowed
            """;
        await EndAsync(_traced.Start("bash", "-c", script));

        var faults = string.Join('\n', _traced.Faults());
        Assert.Matches("(?m)^look-up: .*/etc/resolv.conf", faults);
        Assert.Matches(@"(?m)^network: .*htons\(9\)", faults);
        Assert.Matches(@"(?m)^file: .*/home/\.cache", faults);
        Assert.Matches(@"(?m)^file: .*\.\./made", faults);
        Assert.DoesNotContain("allowed", faults, StringComparison.Ordinal);
    }

    private void AssertNothingElsewhere()
    {
        Assert.All(Used, file => Assert.True(_traced.Opened(file), $"The trace does not show that {file} was opened."));
        var faults = _traced.Faults();
        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.Empty(_traced.Left);
    }

    /// <summary>Standard output of a program that ends well.</summary>
    private static async Task<string> EndAsync(Process process)
    {
        using (process)
        {
            try
            {
                if (!process.StartInfo.RedirectStandardOutput)
                {
                    await process.WaitForExitAsync(Cancellation).WaitAsync(Patience, Cancellation);
                    return "";
                }

                process.StandardInput.Close();
                var errors = process.StandardError.ReadToEndAsync(Cancellation);
                var output = await process.StandardOutput.ReadToEndAsync(Cancellation).WaitAsync(Patience, Cancellation);
                await process.WaitForExitAsync(Cancellation).WaitAsync(Patience, Cancellation);
                Assert.True(process.ExitCode == 0, $"{output}\n{await errors}");
                return output;
            }
            finally
            {
                if (!process.HasExited) process.Kill(entireProcessTree: true);
            }
        }
    }

    private static async Task<string?> TranscribeAsync(HttpClient client, string recording)
    {
        var bytes = await File.ReadAllBytesAsync(recording, Cancellation);
        using var form = new MultipartFormDataContent { { new ByteArrayContent(bytes), "file", "recording.wav" } };
        var file = await AnswerAsync(await client.PostAsync("/v1/files", form, Cancellation));
        var job = await AnswerAsync(await client.PostAsJsonAsync(
            "/v1/transcriptions",
            new
            {
                model = "stt-async-v5",
                file_id = file.GetProperty("id").GetString(),
                enable_speaker_diarization = true,
                translation = new { type = "one_way", target_language = "pt" },
            },
            Cancellation));
        var deadline = Stopwatch.StartNew();
        while (deadline.Elapsed < Patience)
        {
            job = await AnswerAsync(await client.GetAsync($"/v1/transcriptions/{job.GetProperty("id").GetString()}", Cancellation));
            if (job.GetProperty("status").GetString() is "completed" or "error") break;
            await Task.Delay(100, Cancellation);
        }

        return job.GetProperty("status").GetString();
    }

    private static async Task<JsonElement> AnswerAsync(HttpResponseMessage response)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync(Cancellation);
            Assert.True(response.IsSuccessStatusCode, text);
            return JsonDocument.Parse(text).RootElement.Clone();
        }
    }
}
