using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Hansard.Engine.Models;

namespace Hansard.Engine.Tests.Models;

public sealed partial class OnnxModelTests
{
    [Fact]
    public void The_telemetry_of_ONNX_Runtime_is_off_where_native_code_looks()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There .NET and native code have one environment.");

        // Any use of the engine.
        _ = OnnxModel.CanRewrite("");

        Assert.Equal("1", Marshal.PtrToStringUTF8(GetNative(OnnxRuntimeTelemetry.Variable)));
    }

    [Fact]
    public void What_a_user_has_set_does_not_turn_telemetry_on()
    {
        Environment.SetEnvironmentVariable(OnnxRuntimeTelemetry.Variable, "0");

        OnnxRuntimeTelemetry.TurnOff();

        Assert.Equal("1", Environment.GetEnvironmentVariable(OnnxRuntimeTelemetry.Variable));
    }

    [Fact]
    public void Nothing_else_makes_an_environment_options_or_a_session_of_ONNX_Runtime()
    {
        var places = from folder in (string[])["src", "bench", "tests"]
                     from path in Directory.EnumerateFiles(Path.Combine(Fixtures.Repository, folder), "*.cs", SearchOption.AllDirectories)
                     where Made().IsMatch(File.ReadAllText(path))
                     select Path.GetRelativePath(Fixtures.Repository, path);

        Assert.Equal([Path.Combine("src", "Hansard.Engine", "Models", "OnnxModel.cs")], places);
    }

    [LibraryImport("libc", EntryPoint = "getenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint GetNative(string name);

    [GeneratedRegex(@"\bOrtEnv\.(Instance|Create)|\bnew (InferenceSession|SessionOptions|OrtMemoryInfo|OrtArenaCfg)\b")]
    private static partial Regex Made();
}
