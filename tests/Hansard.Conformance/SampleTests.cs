using Hansard.Engine.Tests;

namespace Hansard.Conformance;

/// <summary>The programs in <c>samples/</c>, run as their first lines say.</summary>
public sealed class SampleTests(ServerProcess server)
{
    private static readonly string Samples = Path.Combine(Fixtures.Repository, "samples");
    private static readonly string Recording = Fixtures.PathOf("audio", "clips", "en_LJ001-0008.wav");

    [Theory]
    [InlineData("curl", "bash", "transcribe.sh", "\"text\":\"")]
    [InlineData("python", "python3", "transcribe.py", "Speaker 1:")]
    [InlineData("node", "node", "transcribe.mjs", "Translated: ")]
    [InlineData("csharp", "dotnet", "run transcribe.cs --", " ms ")]
    public async Task A_sample_transcribes_a_recording_and_leaves_nothing_behind(
        string folder, string program, string arguments, string form)
    {
        var client = await server.NewClientAsync();

        var result = await RunAsync(folder, program, arguments, client["SONIOX_API_KEY"], Recording);

        var output = result.MustSucceed().Output;
        Assert.Contains(form, output, StringComparison.Ordinal);
        Assert.Contains("surpass", output, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(new ProjectCounts(0, 0), await server.CountAsync(client));
    }

    [Theory]
    [InlineData("curl", "bash", "transcribe.sh")]
    [InlineData("python", "python3", "transcribe.py")]
    [InlineData("node", "node", "transcribe.mjs")]
    public async Task A_sample_says_why_a_recording_cannot_be_transcribed(string folder, string program, string arguments)
    {
        var client = await server.NewClientAsync();

        var result = await RunAsync(folder, program, arguments, client["SONIOX_API_KEY"], Path.Combine(Samples, "node", "transcribe.mjs"));

        Assert.Equal(1, result.ExitCode);
        Assert.NotEqual("", result.Errors);
        Assert.DoesNotContain("Traceback", result.Errors, StringComparison.Ordinal);
        Assert.Equal(new ProjectCounts(0, 0), await server.CountAsync(client));
    }

    [Theory]
    [InlineData("curl", "bash", "transcribe.sh")]
    [InlineData("python", "python3", "transcribe.py")]
    [InlineData("node", "node", "transcribe.mjs")]
    public async Task A_sample_with_a_wrong_key_fails_with_the_server_s_answer(string folder, string program, string arguments)
    {
        var result = await RunAsync(folder, program, arguments, "wrong", Recording);

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("401", result.Output + result.Errors, StringComparison.Ordinal);
    }

    private Task<ProgramResult> RunAsync(string folder, string program, string arguments, string key, string recording)
    {
        if (folder == "curl") Tool.Of("curl").Require();
        return Programs.RunAsync(
            program,
            [.. arguments.Split(' '), recording],
            new Dictionary<string, string> { ["HANSARD_URL"] = server.Address, ["HANSARD_KEY"] = key },
            Path.Combine(Samples, folder));
    }
}
