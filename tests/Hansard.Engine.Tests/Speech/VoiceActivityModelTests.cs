using System.Text.Json;
using Hansard.Engine.Speech;
using Hansard.Engine.Tests.Audio;
using Onnx;

namespace Hansard.Engine.Tests.Speech;

public sealed class VoiceActivityModelTests
{
    [Fact]
    [Requires("ffmpeg")]
    public Task Probabilities_and_regions_of_a_clip_are_those_of_the_reference()
        => CheckAsync("en_test", Fixtures.PathOf("audio", "clips", "en_test.wav"));

    [SharedFact]
    public Task Probabilities_and_regions_of_a_dialogue_are_those_of_the_reference()
        => CheckAsync("audio_dialog", Fixtures.SharedPathOf("audio", "vendor", "audio_dialog.mp3"));

    [Fact]
    public void A_network_of_another_form_is_run_as_it_is()
    {
        var other = new ModelProto { Graph = new GraphProto { Name = "other" } };
        other.Graph.Node.Add(new NodeProto { OpType = "LSTM" });
        Assert.False(VoiceActivityNetwork.Rewrite(other));
        Assert.Equal("other", other.Graph.Name);
    }

    private static async Task CheckAsync(string name, string path)
    {
        var golden = Fixtures.GoldenJson("vad", name + ".json");
        var expected = Fixtures.GoldenFloats("vad", name + ".probs.f32");
        var samples = await Recordings.ReadAllAsync(path);
        Assert.Equal(golden.GetProperty("audio").GetProperty("samples").GetInt32(), samples.Length);

        var probabilities = VoiceActivity.Probabilities(samples);
        Assert.Equal(expected.Length, probabilities.Length);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], probabilities[i], 1e-4f);
        foreach (var kind in (string[])["reported_regions", "segment_regions"])
        {
            var regions = golden.GetProperty(kind);
            Assert.Equal(
                regions.GetProperty("samples").EnumerateArray().Select(r => new SpeechRegion(r[0].GetInt64(), r[1].GetInt64())),
                VoiceActivity.Regions(probabilities, samples.Length, Parameters(regions.GetProperty("parameters"))));
        }
    }

    private static SegmentationOptions Parameters(JsonElement parameters) => new()
    {
        Threshold = parameters.GetProperty("on").GetSingle(),
        MinimumSpeech = Samples("min_speech", parameters),
        MinimumSilence = Samples("min_silence", parameters),
        Padding = Samples("pad", parameters),
    };

    private static int Samples(string name, JsonElement parameters) => (int)Math.Round(parameters.GetProperty(name).GetDouble() * 16000);
}
