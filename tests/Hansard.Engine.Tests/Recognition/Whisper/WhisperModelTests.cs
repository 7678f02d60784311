using Hansard.Engine.Matrices;
using Hansard.Engine.Recognition;
using Hansard.Engine.Recognition.Whisper;
using Hansard.Engine.Recognition.Whisper.Alignment;
using Hansard.Engine.Recognition.Whisper.Decoding;
using Hansard.Engine.Recognition.Whisper.Networks;
using Hansard.Engine.Recognition.Whisper.Onnx;
using Hansard.Engine.Recognition.Whisper.Tokens;
using Hansard.Engine.Tests.Recognition.Whisper.Alignment;

namespace Hansard.Engine.Tests.Recognition.Whisper;

/// <summary>Every step of recognition from the stored features, against the reference program's values.</summary>
/// <remarks>
/// On both forms of the networks. As they are in their files they compute the very numbers of the reference, on the same kind of processor.
/// As the engine runs them, with keys and values in int8, they are held to what the reference allows another runtime
/// (tests/fixtures/golden/README.md).
/// </remarks>
public sealed class WhisperModelTests(DefaultModel exact, RewrittenModel rewritten) : IClassFixture<DefaultModel>,
    IClassFixture<RewrittenModel>
{
    private static readonly string[] Names = ["en_test", "pt_test_pt", "de_cheetah_de", "fr_cheetah_fr", "es_aeneas_es", "coffee_shop"];

    public static TheoryData<string, Networks> Clips()
    {
        var data = new TheoryData<string, Networks>();
        foreach (var clip in Names)
            foreach (var networks in Enum.GetValues<Networks>()) data.Add(clip, networks);
        return data;
    }

    public static TheoryData<string, string, Networks> Decodes()
    {
        var data = new TheoryData<string, string, Networks>();
        foreach (var clip in Names)
        {
            foreach (var decode in GoldenWhisper.Load(clip).Json.GetProperty("decodes").EnumerateObject())
                foreach (var networks in Enum.GetValues<Networks>()) data.Add(clip, decode.Name, networks);
        }
        return data;
    }

    /// <summary>The two forms in which the networks of the default model are run.</summary>
    public enum Networks
    {
        /// <summary>As they are in their files.</summary>
        AsInTheirFiles,

        /// <summary>As the engine runs them.</summary>
        AsTheEngineRunsThem,
    }

    [Theory]
    [MemberData(nameof(Clips))]
    public void The_encoder_gives_the_reference_rows(string clip, Networks networks)
    {
        var golden = GoldenWhisper.Load(clip);
        var whisper = Model(networks);
        // In integers of their own, one row of one clip (massive activations) is shorter by 13 %.
        var tolerance = IsAsReference(networks) ? 0.03 : 0.14;
        using var encoded = whisper.Encoder.Encode(golden.Mel, golden.Frames);
        var hidden = encoded.Hidden.GetTensorDataAsSpan<float>();
        var width = whisper.Configuration.Width;
        var first = GoldenWhisper.Floats($"{clip}.enc4.f32");
        for (var row = 0; row < first.Length / width; row++)
            Assert.InRange(Norm(hidden.Slice(row * width, width)) / Norm(first.AsSpan(row * width, width)), 1 - tolerance, 1 + tolerance);
        foreach (var row in golden.Json.GetProperty("encoder").GetProperty("l2_of_every_50th_row").EnumerateObject())
            Assert.InRange(Norm(hidden.Slice(int.Parse(row.Name) * width, width)) / row.Value.GetDouble(), 1 - tolerance, 1 + tolerance);
    }

    [Theory]
    [MemberData(nameof(Clips))]
    public void Languages_and_no_speech_are_the_reference_ones(string clip, Networks networks)
    {
        var golden = GoldenWhisper.Load(clip);
        var whisper = Model(networks);
        using var window = Window(whisper, golden);
        foreach (var pair in golden.Json.GetProperty("sot_logits_top5").EnumerateArray())
            Assert.Equal(pair[1].GetDouble(), window.StartLogits[pair[0].GetInt32()], IsExact(whisper, golden, window) ? 1e-3 : 0.6);
        // In integers of their own, French of 0.688 is 0.625.
        var tolerance = IsAsReference(networks) ? 0.03 : 0.08;
        var languages =
            LanguageProbabilities.Of(window.StartLogits, whisper.Configuration).ToDictionary(l => l.Language, l => l.Probability);
        foreach (var pair in golden.Json.GetProperty("languages_top5").EnumerateArray())
            Assert.Equal(pair[1].GetDouble(), languages[pair[0].GetString()!], tolerance);
        var hinted = LanguageProbabilities.Of(window.StartLogits, whisper.Configuration, ["en", "pt", "es"]);
        var expected = golden.Json.GetProperty("languages_hinted_en_pt_es");
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(expected[i][0].GetString(), hinted[i].Language);
            Assert.Equal(expected[i][1].GetDouble(), hinted[i].Probability, tolerance);
        }
        Assert.Equal(
            golden.Json.GetProperty("no_speech").GetDouble(), LanguageProbabilities.NoSpeech(window.StartLogits, whisper.Configuration),
            IsAsReference(networks) ? 0.02 : 0.03);
    }

    [Theory]
    [MemberData(nameof(Decodes))]
    public void A_decode_gives_the_reference_tokens(string clip, string name, Networks networks)
    {
        var whisper = Model(networks);
        var golden = GoldenWhisper.Load(clip);
        var decode = golden.Decode(name);
        var prompt = GoldenWhisper.Ints(decode.GetProperty("prompt"));
        var timestamps = !name.Contains("no_timestamps", StringComparison.Ordinal);
        using var window = Window(whisper, golden);
        var search = new BeamSearch(
            name.StartsWith("beam5", StringComparison.Ordinal) ? 5 : 1, new TokenRules(whisper.Configuration, timestamps), 224,
            stopLoops: false);
        LockstepDecoding.Run(
            whisper.Decoder, [window], [prompt], [search], TokenScripts.All, TestContext.Current.CancellationToken);

        var best = search.Hypotheses[0];
        var text = whisper.Tokenizer.Decode(best.Tokens);
        if (!IsExact(whisper, golden, window))
        {
            if (decode.TryGetProperty("stable", out var stable) && stable.GetBoolean())
                Assert.Equal(decode.GetProperty("text").GetString(), text);
            Assert.Equal(decode.GetProperty("avg_logprob").GetDouble(), best.AverageLogProbability, 0.12);
            // Rewritten, 17 of the 20 decodes are at most two words away; both greedy ones of "aprender nenhum ofício" are "aprender ninho
            // em um ofício", and one of coffee_shop's is as far. None of the three is stable in the reference itself.
            var distance = WordDistance(decode.GetProperty("text").GetString()!, text);
            Assert.True(distance <= (IsAsReference(networks) ? 2 : 3), $"{distance} words differ: '{text}'");
            return;
        }
        Assert.Equal(GoldenWhisper.Ints(decode.GetProperty("tokens")), best.Tokens);
        Assert.Equal(decode.GetProperty("text").GetString(), text);
        Assert.Equal(decode.GetProperty("sum_logprob").GetDouble(), best.LogProbability, 1e-3);
        Assert.Equal(decode.GetProperty("avg_logprob").GetDouble(), best.AverageLogProbability, 1e-3);
        if (!decode.TryGetProperty("finished", out var finished)) return;
        Assert.Equal(finished.GetArrayLength(), search.Hypotheses.Count);
        for (var i = 0; i < search.Hypotheses.Count; i++)
        {
            Assert.Equal(GoldenWhisper.Ints(finished[i].GetProperty("tokens")), search.Hypotheses[i].Tokens);
            Assert.Equal(finished[i].GetProperty("mean_logprob").GetDouble(), search.Hypotheses[i].MeanLogProbability, 1e-3);
        }
    }

    [Theory]
    [MemberData(nameof(Clips))]
    public void Words_have_the_reference_confidences_and_attention_its_path(string clip, Networks networks)
    {
        var golden = GoldenWhisper.Load(clip);
        var whisper = Model(networks);
        using var window = Window(whisper, golden);
        var alignment = golden.Json.GetProperty("alignment");
        var text = GoldenWhisper.Ints(alignment.GetProperty("text_tokens"));
        var language = golden.Json.GetProperty("language").GetString()!;
        var seconds = golden.Json.GetProperty("audio").GetProperty("samples").GetInt32() / 16000.0;

        var aligner = new WordAligner(whisper.Configuration, whisper.Tokenizer, whisper.Decoder);
        var prompt = Prompt.Build(whisper.Configuration, language, SpeechTask.Transcribe, timestamps: false);
        using var pass = whisper.Decoder.Force(window, [.. prompt, .. text, whisper.Configuration.EndOfText]);
        var probabilities = aligner.Probabilities(pass, prompt.Count, text);
        var expectedProbabilities = GoldenWhisper.Doubles(alignment.GetProperty("token_probabilities"));
        var isExact = IsExact(whisper, golden, window);
        var path = GoldenWhisper.Ints(alignment.GetProperty("path_first_frame_of_row"));
        var found = Path(ReferenceAlignment.Matrix(pass, prompt.Count, seconds));
        if (isExact)
        {
            for (var i = 0; i < probabilities.Length; i++) Assert.Equal(expectedProbabilities[i], probabilities[i], 1e-3);
            Assert.Equal(path, found);
        }

        // As in the reference, nothing is known of pauses.
        var words = aligner.Align(window, text, language, seconds, Spoken((int)Math.Round(seconds * 50)));
        var expected = golden.Json.GetProperty("words");
        Assert.Equal(expected.GetArrayLength(), words.Count);
        for (var i = 0; i < words.Count; i++)
        {
            Assert.Equal(expected[i].GetProperty("word").GetString(), words[i].Text);
            Assert.Equal(GoldenWhisper.Ints(expected[i].GetProperty("tokens")), words[i].Tokens);
            Assert.Equal(expected[i].GetProperty("confidence").GetDouble(), words[i].Confidence, isExact ? 1e-3 : 0.3);
        }
        var beginnings = words.Select((_, i) => words.Take(i).Sum(w => w.Tokens.Count)).ToArray();
        double[] differences = [.. beginnings.Select(i => Math.Abs(found[i] - path[i]) / EncodedAudio.PositionsPerSecond)];
        // On another processor: 20 ms, and now and then more at a pause.
        Assert.InRange(differences.Count(d => d > (isExact ? 0.001 : 0.0401)), 0, isExact ? 0 : differences.Length / 10);
        Assert.InRange(differences.Average(), 0, 0.0201);
    }

    [Theory]
    [InlineData("en_test")]
    [InlineData("pt_test_pt")]
    public void The_path_through_the_stored_matrix_is_the_reference_path(string clip)
    {
        var alignment = GoldenWhisper.Load(clip).Json.GetProperty("alignment");
        double[] values = [.. GoldenWhisper.Floats($"{clip}.align.f32")];
        var shape = alignment.GetProperty("shape");
        var matrix = new AttentionMatrix(values, shape[0].GetInt32(), shape[1].GetInt32());
        Assert.Equal(GoldenWhisper.Ints(alignment.GetProperty("path_first_frame_of_row")), Path(matrix));
    }

    private static int[] Path(AttentionMatrix matrix)
        => matrix.SpokenPositions(Spoken(matrix.Positions), [.. Enumerable.Repeat(true, matrix.Rows)]).Starts;

    private static bool[] Spoken(int positions) => [.. Enumerable.Repeat(true, positions)];

    /// <summary>
    /// Whether the very numbers of the reference are computed: never as the engine runs the networks. ONNX Runtime blocks attention by the
    /// size of the cache, so long windows differ in the last digits from one kind of processor to another, and the int8 networks amplify
    /// that (tests/fixtures/golden/README.md): then the wider tolerances for another CPU hold.
    /// </summary>
    private static bool IsExact(WhisperModel whisper, GoldenWhisper golden, ICrossAttention window)
    {
        if (window is not OnnxCrossAttention onnx) return false;
        var hidden = onnx.Audio.Hidden.GetTensorDataAsSpan<float>();
        var first = GoldenWhisper.Floats($"{golden.Name}.enc4.f32");
        for (var i = 0; i < first.Length; i++)
            if (Math.Abs(first[i] - hidden[i]) > 1e-3) return false;
        return golden.Json.GetProperty("encoder").GetProperty("l2_of_every_50th_row").EnumerateObject().All(row =>
        {
            var hidden = onnx.Audio.Hidden.GetTensorDataAsSpan<float>();
            return Math.Abs(
                Norm(hidden.Slice(
                    int.Parse(row.Name) * whisper.Configuration.Width, whisper.Configuration.Width)) - row.Value.GetDouble()) < 1e-2;
        });
    }

    private static double Norm(ReadOnlySpan<float> row) => System.Numerics.Tensors.TensorPrimitives.Norm(row);

    /// <summary>Words inserted, deleted or replaced, letter case and punctuation aside.</summary>
    private static int WordDistance(string a, string b)
    {
        static string[] Words(string text) => [.. text.ToLowerInvariant()
            .Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w => w.Trim('.', ',', '?', '!')).Where(w => w.Length > 0)];
        var (x, y) = (Words(a), Words(b));
        var row = Enumerable.Range(0, y.Length + 1).ToArray();
        for (var i = 1; i <= x.Length; i++)
        {
            var diagonal = row[0]++;
            for (var j = 1; j <= y.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (x[i - 1] == y[j - 1] ? 0 : 1)));
        }
        return row[^1];
    }

    [Fact]
    public void At_least_the_short_clips_are_computed_to_the_reference_numbers_where_the_processor_has_VNNI()
    {
        if (!System.Runtime.Intrinsics.X86.Avx512BW.IsSupported) return;
        var whisper = exact.Whisper;
        var golden = GoldenWhisper.Load("de_cheetah_de");
        using var window = Window(whisper, golden);
        Assert.True(IsExact(whisper, golden, window));
    }

    // The reference was made on a processor with VNNI; sums in floating point of others are rounded otherwise, and what is quantised then
    // is another number here and there.
    private static bool IsAsReference(Networks networks) => networks is Networks.AsInTheirFiles && !IntegerProduct.ReadsUnsigned;

    private WhisperModel Model(Networks networks) => networks is Networks.AsInTheirFiles ? exact.Whisper : rewritten.Whisper;

    private static ICrossAttention Window(WhisperModel whisper, GoldenWhisper golden)
        => whisper.Decoder.Project(whisper.Encoder.Encode(golden.Mel, golden.Frames));
}
