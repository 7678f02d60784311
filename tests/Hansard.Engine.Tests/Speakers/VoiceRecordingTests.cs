using Hansard.Engine.Models;
using Hansard.Engine.Speakers;
using Hansard.Engine.Speakers.Segmentation;
using Hansard.Engine.Speakers.Voices;
using Hansard.Engine.Speech;

namespace Hansard.Engine.Tests.Speakers;

public sealed class VoiceRecordingTests
{
    [Fact]
    public async Task Samples_are_read_as_they_were_appended_and_zeros_beyond()
    {
        var samples = await JoinedClips.ReadAsync("en_test.wav");
        using var recording = DiarizationParts.Recording(samples);
        Assert.Equal(samples.Length, recording.Samples);
        var read = recording.Read(samples.Length - 200, 300).Recorded();
        Assert.Equal(samples[^200..], read[..200]);
        Assert.All(read[200..], s => Assert.Equal(0, s));
    }

    [Fact]
    public async Task The_filter_bank_does_not_depend_on_the_level()
    {
        var samples = await JoinedClips.ReadAsync("en_test.wav");
        using var loud = DiarizationParts.Recording(samples);
        using var quiet = DiarizationParts.Recording([.. samples.Select(s => s / 2)]);
        var range = new FrameRange(50, 150);
        var (a, b) = (PieceVoices.Features(PieceVoices.Sound(loud, range)), PieceVoices.Features(PieceVoices.Sound(quiet, range)));
        Assert.InRange(a.Zip(b, (x, y) => Math.Abs(x - y)).Average(), 0, 0.01);
    }

    [Fact]
    public void The_temporary_file_of_a_recording_has_no_name_that_a_killed_process_could_leave_behind()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells the names of a process's open files.");
        using var recording = new VoiceRecording(new SpeechRecord());
        recording.Append(new float[160_000]);
        var open = Directory.GetFiles("/proc/self/fd")
            .Select(fd => new FileInfo(fd).LinkTarget ?? "").Where(name => name.Contains(".speakers", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(open);
        Assert.All(open, name => Assert.EndsWith("(deleted)", name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_filter_bank_is_that_of_kaldis_definition_term_by_term()
    {
        var samples = await JoinedClips.ReadAsync("en_test.wav");
        var features = new float[3 * KaldiFilterBank.Bands];
        KaldiFilterBank.Compute(samples.AsSpan(16_000), 1, 3, features);
        for (var t = 0; t < 3; t++)
        {
            var expected = ByDefinition(samples.AsSpan(16_000 + (160 * t), 400));
            for (var band = 0; band < 80; band++) Assert.Equal(expected[band], features[(t * 80) + band], 2e-3);
        }
    }

    [Fact]
    public void A_network_of_another_kind_is_refused_with_what_it_should_take()
    {
        var store = ModelStore.Open(Fixtures.Models);
        var segmentation = store.Resolve(null, ModelKind.SpeakerSegmentation).Folder;
        Assert.Contains(
            "feats", Assert.Throws<InvalidDataException>(() => VoiceEncoder.Load(segmentation)).Message, StringComparison.Ordinal);
        var encoder = store.Resolve(null, ModelKind.SpeakerEncoder).Folder;
        Assert.Contains(
            "log_probs", Assert.Throws<InvalidDataException>(() => SegmentationModel.Load(encoder)).Message, StringComparison.Ordinal);
    }

    // Povey et al., Kaldi: feature-window.cc, mel-computations.cc; a plain Fourier sum.
    private static double[] ByDefinition(ReadOnlySpan<float> samples)
    {
        var frame = samples.ToArray().Select(s => (double)s).ToArray();
        var mean = frame.Average();
        frame = [.. frame.Select(s => s - mean)];
        var windowed = frame.Select(
            (s, i) => (s - (0.97 * frame[Math.Max(0, i - 1)])) * Math.Pow(0.5 - (0.5 * Math.Cos(2 * Math.PI * i / 399)), 0.85)).ToArray();
        var power = Enumerable.Range(0, 257).Select(k =>
        {
            var (re, im) = (0.0, 0.0);
            for (var n = 0; n < 400; n++)
                (re, im) =
                    (re + (windowed[n] * Math.Cos(2 * Math.PI * k * n / 512)), im - (windowed[n] * Math.Sin(2 * Math.PI * k * n / 512)));
            return (re * re) + (im * im);
        }).ToArray();
        static double Mel(double hertz) => 1127 * Math.Log(1 + (hertz / 700));
        var (low, step) = (Mel(20), (Mel(8000) - Mel(20)) / 81);
        return [.. Enumerable.Range(0, 80).Select(band =>
        {
            var (left, centre, right) = (low + (band * step), low + ((band + 1) * step), low + ((band + 2) * step));
            return Math.Log(Math.Max(1.1920929e-07, power.Select((p, k) => Mel(k * 31.25) is var mel && (mel <= left || mel >= right)
                ? 0
                : p * (mel <= centre ? (mel - left) / (centre - left) : (right - mel) / (right - centre))).Sum()));
        })];
    }
}
