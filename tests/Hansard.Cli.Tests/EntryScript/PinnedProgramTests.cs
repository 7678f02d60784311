using System.Runtime.Versioning;

namespace Hansard.Cli.Tests.EntryScript;

/// <summary>
/// The program that is compiled together with the framework (src/Precompiled/pin.sh) is run with the files it was compiled with, and with
/// no others: code of theirs is in it.
/// </summary>
[SupportedOSPlatform("linux")]
public sealed class PinnedProgramTests : IDisposable
{
    private const string Built = "artifacts/bin/Hansard.Cli/release/hansard.dll";
    private const string Pinned = "artifacts/bin/Hansard.Cli/pinned/hansard.dll";

    private readonly WorkingCopy _copy = new();

    public void Dispose() => _copy.Dispose();

    [Fact]
    public async Task It_is_run_with_the_framework_it_was_compiled_with()
    {
        await PinAsync();

        Assert.Equal(Pinned, await ProgramAsync());
        Assert.Equal("compiled", await File.ReadAllTextAsync(_copy.At(Pinned), TestContext.Current.CancellationToken));
        Assert.Equal(
            """{"rollForward": "Disable","frameworks": [{"version": "10.0.9"}]}""",
            (await File.ReadAllTextAsync(
                _copy.At("artifacts/bin/Hansard.Cli/pinned/hansard.runtimeconfig.json"), TestContext.Current.CancellationToken))
            .ReplaceLineEndings("").Replace(",    ", ",", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Microsoft.NETCore.App/10.0.9/System.Linq.dll")]
    [InlineData("Microsoft.AspNetCore.App/10.0.9/Microsoft.AspNetCore.dll")]
    public async Task Not_when_a_file_of_that_version_was_exchanged(string file)
    {
        await PinAsync();
        var path = _copy.AtDotnet($"shared/{file}");
        var time = File.GetLastWriteTimeUtc(path);
        await File.WriteAllTextAsync($"{path}.new", "bytes", TestContext.Current.CancellationToken); // As many as there were.
        File.Move($"{path}.new", path, overwrite: true);
        File.SetLastWriteTimeUtc(path, time);

        Assert.Equal(Built, await ProgramAsync());
    }

    [Fact]
    public async Task Not_when_there_is_a_newer_framework()
    {
        await PinAsync();
        Directory.CreateDirectory(_copy.AtDotnet("shared/Microsoft.NETCore.App/10.0.10"));

        Assert.Equal(Built, await ProgramAsync());
    }

    [Fact]
    public async Task Not_when_the_framework_is_gone()
    {
        await PinAsync();
        Directory.Delete(_copy.AtDotnet("shared"), recursive: true);

        Assert.Equal(Built, await ProgramAsync());
    }

    [Theory]
    [InlineData("artifacts/obj/Hansard.Cli/release/hansard.dll")]
    [InlineData("artifacts/obj/Hansard.Engine/release/Hansard.Engine.dll")]
    [InlineData("artifacts/bin/Hansard.Cli/release/hansard.deps.json")]
    public async Task Not_when_the_program_was_built_since(string file)
    {
        await PinAsync();
        File.SetLastWriteTimeUtc(_copy.At(file), DateTime.UtcNow.AddMinutes(1));

        Assert.Equal(Built, await ProgramAsync());
    }

    [Fact]
    public async Task A_compiler_that_fails_leaves_none()
    {
        _copy.Program("crossgen2", "#!/bin/bash\nexit 1");

        var result = await PinAsync();

        Assert.NotEqual(0, result.Code);
        Assert.Equal(Built, await ProgramAsync());
    }

    private async Task<string> ProgramAsync()
    {
        await _copy.RunAsync("models");
        return _copy.Programs[^1];
    }

    /// <summary>A program that is built, a framework beside dotnet, a compiler that writes a word: and the real script.</summary>
    private async Task<HansardProcess.Result> PinAsync()
    {
        await _copy.RunAsync("models");
        Write(_copy.AtDotnet("shared/Microsoft.NETCore.App/10.0.9/System.Linq.dll"), "bytes");
        Write(_copy.AtDotnet("shared/Microsoft.AspNetCore.App/10.0.9/Microsoft.AspNetCore.dll"), "bytes");
        Write(_copy.At("artifacts/obj/Hansard.Cli/release/hansard.dll"), "");
        Write(_copy.At("artifacts/obj/Hansard.Engine/release/Hansard.Engine.dll"), "");
        Write(_copy.At("artifacts/bin/Hansard.Cli/release/Hansard.Engine.dll"), "");
        Write(_copy.At("artifacts/bin/Hansard.Cli/release/hansard.deps.json"), "{}");
        Write(
            _copy.At("artifacts/bin/Hansard.Cli/release/hansard.runtimeconfig.json"), """{"frameworks": [{"version": "10.0.0"}]}""");
        if (!File.Exists(_copy.AtDotnet("crossgen2")))
            _copy.Program("crossgen2", "#!/bin/bash\nwhile [[ $1 != -o ]]; do shift; done\nprintf compiled >\"$2\"");

        return await _copy.RunAsync(_copy.At("src/Precompiled/pin.sh"), [
            _copy.AtDotnet("crossgen2"), _copy.AtDotnet("shared"), "10.0.9", _copy.At("artifacts/bin/Hansard.Cli/release"),
            _copy.At("artifacts/bin/Hansard.Cli/pinned"), _copy.At("artifacts/obj/Hansard.Cli/release/hansard.dll"),
            _copy.At("artifacts/obj/Hansard.Engine/release/Hansard.Engine.dll"),
        ]);

        static void Write(string path, string content)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, content);
        }
    }
}
