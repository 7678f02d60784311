using System.Diagnostics;
using Hansard.Engine.Models;
using Hansard.Engine.Recognition.Whisper;

namespace Hansard.Engine.Tests.Models;

public sealed class DisposedOnFailureTests
{
    [Fact]
    public void Parts_of_what_was_not_completed_are_let_go_the_last_first()
    {
        List<string> gone = [];
        using (var made = new DisposedOnFailure())
        {
            made.Add(new Part("first", gone));
            made.Add(new Part("second", gone));
        }
        Assert.Equal(["second", "first"], gone);
    }

    [Fact]
    public void Parts_of_what_was_completed_stay()
    {
        List<string> gone = [];
        using (var made = new DisposedOnFailure())
        {
            made.Add(new Part("first", gone));
            made.Keep();
        }
        Assert.Empty(gone);
    }

    [Fact]
    public void A_model_whose_last_network_is_damaged_leaves_none_of_the_others_in_memory()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The resident memory is read from /proc.");
        using var folder = new Audio.TemporaryFolder();
        var source = Path.Combine(ModelsDirectory.Find(), "whisper-base");
        Directory.CreateDirectory(Path.Combine(folder.Path, "onnx"));
        foreach (var name in (string[])["config.json", "generation_config.json", "tokenizer.json"]) File.Copy(Path.Combine(source, name), Path.Combine(folder.Path, name));
        File.CreateSymbolicLink(Path.Combine(folder.Path, "onnx", "encoder_model_int8.onnx"), Path.Combine(source, "onnx", "encoder_model_int8.onnx"));
        File.WriteAllText(Path.Combine(folder.Path, "onnx", "decoder_model_merged_int8.onnx"), "not a network");
        Fail();
        var before = Resident();
        for (var i = 0; i < 8; i++) Fail();
        // The encoder has 20 MB of weights: eight left behind would be 160.
        Assert.InRange(Resident() - before, long.MinValue, 80L << 20);

        void Fail() => Assert.ThrowsAny<Exception>(() => WhisperModel.Open(folder.Path, 4));
    }

    private static long Resident()
    {
        Diagnostics.UnusedMemory.Release();
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    private sealed class Part(string name, List<string> gone) : IDisposable
    {
        public void Dispose() => gone.Add(name);
    }
}
