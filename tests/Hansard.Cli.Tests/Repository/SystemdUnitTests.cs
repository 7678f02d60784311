using System.Diagnostics;
using System.Runtime.Versioning;

namespace Hansard.Cli.Tests.Repository;

[SupportedOSPlatform("linux")]
public sealed class SystemdUnitTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hansard-unit-");

    private static string OriginalOf(string unit) => Path.Combine(HansardProcess.Repository, "deploy", unit);

    // A template is verified as one of its instances.
    private string CopyOf(string unit) => Path.Combine(_folder.FullName, unit.Replace("@", "@8081", StringComparison.Ordinal));

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("hansard.service")]
    [InlineData("hansard-api@.service")]
    [InlineData("hansard-worker@.service")]
    public async Task Systemd_finds_no_fault_in_the_unit(string name)
    {
        var unit = CopyOf(name);

        // It looks whether the program is there.
        File.WriteAllText(unit, File.ReadAllText(OriginalOf(name)).Replace("/opt/hansard/hansard", "/bin/sh", StringComparison.Ordinal));

        Assert.Equal(new HansardProcess.Result(0, "", ""), await AnalyzeAsync("verify", "--man=no", unit));
    }

    [Theory]
    [InlineData("hansard.service")]
    [InlineData("hansard-api@.service")]
    [InlineData("hansard-worker@.service")]
    public async Task Systemd_rates_the_unit_as_confined(string name)
    {
        var unit = CopyOf(name);
        File.Copy(OriginalOf(name), unit);

        // 20 is an exposure of 2.0 out of 10, beyond which it fails; an unconfined service has 9.6.
        var (code, output, errors) = await AnalyzeAsync("security", "--offline=true", "--threshold=20", "--no-pager", unit);

        Assert.True(code == 0, output + errors);
    }

    private static async Task<HansardProcess.Result> AnalyzeAsync(params string[] arguments)
    {
        Tool.Of("systemd").Require();
        using var process = Process.Start(
            new ProcessStartInfo("systemd-analyze", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new HansardProcess.Result(process.ExitCode, await output, errors);
    }
}
