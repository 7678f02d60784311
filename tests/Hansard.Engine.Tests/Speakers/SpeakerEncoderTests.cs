using Google.Protobuf;
using Hansard.Engine.Models;
using Hansard.Engine.Speakers;
using Hansard.Engine.Speakers.Features;
using Hansard.Engine.Tests.Audio;
using Onnx;

namespace Hansard.Engine.Tests.Speakers;

/// <summary>Other encoders than the default, which a catalogue entry describes.</summary>
public sealed class SpeakerEncoderTests
{
    [Fact]
    [Requires("ffmpeg")]
    public async Task Another_encoder_takes_the_place_of_the_default_by_its_catalogue_entry()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "mean"));
        WriteEncoder(Path.Combine(folder.Path, "mean", "mean.onnx"), bands: 80);
        var models = ModelStore.Open(WriteCatalogue(folder.Path, """{"mel": "kaldi", "bands": 80, "window": "hamming"}"""));
        using var encoder = SpeakerEncoder.Load(models.Resolve("mean", ModelKind.SpeakerEncoder));

        using var features = GoldenSpeakers.Spool(await JoinedClips.ReadAsync("en_test.wav"), encoder.FrontEnd);
        var vector = GoldenSpeakers.Embed(new PieceEmbedder(encoder, features), 50, 300);
        Assert.Equal(81, vector.Length);
        Assert.Equal(1, vector.Sum(v => v * v), 1e-4);
        // Where two speakers have a cosine of 0, the last part brings it to that of the default encoder.
        Assert.Equal(0.65, vector[80] * vector[80], 0.01);
    }

    [Theory]
    [InlineData("""{"mel": "bark", "bands": 80, "window": "hamming"}""", "bark")]
    [InlineData("""{"mel": "kaldi", "bands": 40, "window": "hann"}""", "40")]
    public void An_entry_that_does_not_fit_is_refused_with_what_is_wrong(string frontEnd, string named)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "mean"));
        WriteEncoder(Path.Combine(folder.Path, "mean", "mean.onnx"), bands: 80);
        var model = ModelStore.Open(WriteCatalogue(folder.Path, frontEnd)).Resolve("mean", ModelKind.SpeakerEncoder);
        Assert.Contains(named, Assert.Throws<InvalidDataException>(() => SpeakerEncoder.Load(model)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wespeaker-resnet34-lm")]
    [InlineData("wespeaker-campplus-lm")]
    public void Better_encoders_are_in_the_catalogue_with_their_front_end_and_marked_as_untested(string name)
    {
        var entry = ModelStore.Open(Fixtures.Models).Catalogue.Find(name)!;
        Assert.Equal(new SpeakerFrontEnd("kaldi", 80, "hamming"), entry.FrontEnd);
        Assert.True(entry is { Untested: true, Download: not null, Kind: ModelKind.SpeakerEncoder });
        Assert.All(entry.Files, f => Assert.Null(f.Sha256));
    }

    [Fact]
    [Requires("ffmpeg")]
    public async Task Log_mel_features_are_those_of_kaldis_definition_term_by_term()
    {
        var samples = await JoinedClips.ReadAsync("en_test.wav");
        var frontEnd = new KaldiLogMel(80, KaldiLogMel.SymmetricWindow(0.54));
        var features = new float[3 * 80];
        frontEnd.Compute(samples.AsSpan(16_000), 3, features);
        for (var t = 0; t < 3; t++)
        {
            var expected = LogMelByDefinition(samples.AsSpan(16_000 + (160 * t), 400));
            for (var band = 0; band < 80; band++) Assert.Equal(expected[band], features[(t * 80) + band], 2e-3);
        }
    }

    [Fact]
    [Requires("ffmpeg")]
    public async Task Log_mel_features_with_their_mean_off_do_not_depend_on_the_level()
    {
        var samples = await JoinedClips.ReadAsync("en_test.wav");
        var frontEnd = new KaldiLogMel(80, KaldiLogMel.SymmetricWindow(0.54));
        using var loud = GoldenSpeakers.Spool(samples, frontEnd);
        using var quiet = GoldenSpeakers.Spool([.. samples.Select(s => s / 4)], frontEnd);
        var (a, b) = (new float[100 * 80], new float[100 * 80]);
        loud.Read(100, a);
        quiet.Read(100, b);
        for (var i = 0; i < a.Length; i++) Assert.Equal(a[i], b[i], 1e-2);
    }

    [Fact]
    [Requires("ffmpeg")]
    public async Task The_quick_network_agrees_with_the_exact_one()
    {
        using var features = GoldenSpeakers.Spool(await JoinedClips.ReadAsync("en_jfk.flac"));
        var exact = new PieceEmbedder(GoldenSpeakers.Encoder, features);
        var quick = new PieceEmbedder(GoldenSpeakers.Encoder, features, quick: true);
        foreach (var start in new[] { 50, 300, 600 })
        {
            var (a, b) = (GoldenSpeakers.Embed(exact, start, start + 160), GoldenSpeakers.Embed(quick, start, start + 160));
            Assert.InRange(a.Zip(b, (x, y) => x * y).Sum(), 0.995f, 1.0001f);
            Assert.NotEqual(a, b);
        }
    }

    [Fact]
    public void Frames_outside_the_recording_are_silent()
    {
        using var features = GoldenSpeakers.Spool(new float[16_000]);
        Assert.Equal(101, features.Frames);
        var frames = Enumerable.Repeat(1f, 20 * 40).ToArray();
        features.Read(-10, frames);
        Assert.All(frames, f => Assert.Equal(0, f));
    }

    [Fact]
    public void The_temporary_file_of_a_recording_has_no_name_that_a_killed_process_could_leave_behind()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells the names of a process's open files.");
        using var features = GoldenSpeakers.Spool(new float[160_000]);
        var open = Directory.GetFiles("/proc/self/fd")
            .Select(fd => new FileInfo(fd).LinkTarget ?? "").Where(name => name.Contains(".speakers", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(open);
        Assert.All(open, name => Assert.EndsWith("(deleted)", name, StringComparison.Ordinal));
        features.Read(0, new float[20 * 40]);
    }

    // Povey et al., Kaldi: feature-window.cc, mel-computations.cc; a plain Fourier sum.
    private static double[] LogMelByDefinition(ReadOnlySpan<float> samples)
    {
        var frame = samples.ToArray().Select(s => s * 32768.0).ToArray();
        var mean = frame.Average();
        frame = [.. frame.Select(s => s - mean)];
        var emphasised = frame.Select((s, i) => s - (0.97 * frame[Math.Max(0, i - 1)]))
            .Select((s, i) => s * (0.54 - (0.46 * Math.Cos(2 * Math.PI * i / 399)))).ToArray();
        var power = Enumerable.Range(0, 257).Select(k =>
        {
            var (re, im) = (0.0, 0.0);
            for (var n = 0; n < 400; n++)
                (re, im) = (re
                    + (emphasised[n] * Math.Cos(2 * Math.PI * k * n / 512)), im - (emphasised[n] * Math.Sin(2 * Math.PI * k * n / 512)));
            return (re * re) + (im * im);
        }).ToArray();
        static double Mel(double hertz) => 1127 * Math.Log(1 + (hertz / 700));
        var (low, step) = (Mel(20), (Mel(8000) - Mel(20)) / 81);
        return [.. Enumerable.Range(0, 80).Select(band =>
        {
            var (left, centre, right) = (low + (band * step), low + ((band + 1) * step), low + ((band + 2) * step));
            return Math.Log(power.Select((p, k) => Mel(k * 31.25) is var mel && mel <= left || mel >= right
                ? 0
                : p * (mel <= centre ? (mel - left) / (centre - left) : (right - mel) / (right - centre))).Sum());
        })];
    }

    private static string WriteCatalogue(string folder, string frontEnd)
    {
        File.WriteAllText(Path.Combine(folder, "catalogue.json"), $$"""
            {"models": [{"name": "mean", "kind": "speaker-encoder", "description": "d", "licence": "MIT", "front_end": {{frontEnd}},
              "files": [{"path": "mean.onnx", "sha256": null, "size": null}]}]}
            """);
        return folder;
    }

    // [N, T, bands] → [N, bands]: the loudest frame of each band (the mean would be 0 after the front end).
    private static void WriteEncoder(string path, int bands)
    {
        var graph = new GraphProto { Name = "loudest", Input = { Value("feats", 3) }, Output = { Value("embs", 2) } };
        var axes = new AttributeProto { Name = "axes", Type = AttributeProto.Types.AttributeType.Ints, Ints = { 1 } };
        var keep = new AttributeProto { Name = "keepdims", Type = AttributeProto.Types.AttributeType.Int, I = 0 };
        graph.Node.Add(
            new NodeProto { OpType = "ReduceMax", Name = "embs", Input = { "feats" }, Output = { "embs" }, Attribute = { axes, keep } });
        var model = new ModelProto { IrVersion = 8, Graph = graph, OpsetImport = { new OperatorSetIdProto { Domain = "", Version = 13 } } };
        using var file = File.Create(path);
        model.WriteTo(file);

        ValueInfoProto Value(string name, int rank)
        {
            var shape = new TensorShapeProto();
            for (var i = 0; i < rank - 1; i++) shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = $"{name}{i}" });
            shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = bands });
            var tensor = new TypeProto.Types.Tensor { ElemType = (int)TensorProto.Types.DataType.Float, Shape = shape };
            return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
        }
    }
}
