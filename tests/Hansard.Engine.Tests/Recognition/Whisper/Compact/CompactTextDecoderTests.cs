using System.Numerics.Tensors;
using Hansard.Engine.Recognition;
using Hansard.Engine.Recognition.Whisper;
using Hansard.Engine.Recognition.Whisper.Alignment;
using Hansard.Engine.Recognition.Whisper.Compact;
using Hansard.Engine.Recognition.Whisper.Decoding;
using Hansard.Engine.Recognition.Whisper.Int8;
using Hansard.Engine.Recognition.Whisper.Networks;
using Hansard.Engine.Recognition.Whisper.Tokens;

namespace Hansard.Engine.Tests.Recognition.Whisper.Compact;

/// <summary>
/// The networks as the engine runs them against the same networks as they are in their files. Both quantise activations to 8 bits as they
/// go, so they differ by about as much as either does from itself after a change in the last digit of its input
/// (tests/fixtures/golden/README.md).
/// </summary>
public sealed class CompactTextDecoderTests(DefaultModel exact, RewrittenModel rewritten, FloatModel floating)
    : IClassFixture<DefaultModel>, IClassFixture<RewrittenModel>, IClassFixture<FloatModel>
{
    /// <summary>Of logits, whose own standard deviation is about 3: 0.07 to 0.3 measured.</summary>
    private const double LogitTolerance = 0.4;

    private readonly WhisperModel _exact = exact.Whisper;
    private readonly WhisperModel _rewritten = rewritten.Whisper;
    private readonly Dictionary<int, (int[] Parents, int[] Tokens)> _chosen = [];

    [Theory]
    [InlineData("en_test")]
    [InlineData("de_cheetah_de")]
    [InlineData("coffee_shop")]
    public void The_encoder_is_as_near_to_floating_point_as_the_network_in_its_file(string clip)
    {
        var golden = GoldenWhisper.Load(clip);
        using var aim = floating.Whisper.Encoder.Encode(golden.Mel, golden.Frames);
        using var inFile = _exact.Encoder.Encode(golden.Mel, golden.Frames);
        using var found = _rewritten.Encoder.Encode(golden.Mel, golden.Frames);
        Assert.InRange(Error(found, aim), 0, Math.Max(0.09, Error(inFile, aim)));
    }

    [Fact]
    public void The_default_model_is_of_the_form_that_is_computed_here()
    {
        Assert.IsType<CompactTextDecoder>(_rewritten.Decoder);
        Assert.IsType<IntegerAudioEncoder>(_rewritten.Encoder);
    }

    [Fact]
    public void The_decoder_gives_the_same_logits_while_hypotheses_continue_each_other()
    {
        using var a = Window(_exact, "en_test");
        using var b = Window(_rewritten, "en_test");
        Assert.InRange(Distance(a.StartLogits, b.StartLogits), 0, LogitTolerance);
        var prompt = Prompt.Build(_exact.Configuration, "en", SpeechTask.Transcribe, timestamps: false);
        using var expected = Start(_exact, a, prompt);
        using var found = Start(_rewritten, b, prompt);
        int[][] parents = [[0, 0, 0], [2, 0, 1], [0, 0, 2], [1, 1]];
        foreach (var step in parents)
        {
            int[] tokens = [.. step.Select((p, i) => Best(expected.Logits(p), i))];
            expected.Step(step, tokens, []);
            found.Step(step, tokens, []);
            for (var row = 0; row < step.Length; row++)
                Assert.InRange(Distance(ByNumber(expected.Logits(row)), ByNumber(found.Logits(row))), 0, LogitTolerance);
        }
    }

    [Theory]
    [InlineData("None")]
    [InlineData("Han")]
    [InlineData("Han, Kana")]
    [InlineData("Cyrillic")]
    public void Only_tokens_of_the_scripts_of_a_window_may_come_and_their_logits_are_the_same(string names)
    {
        var scripts = Enum.Parse<TokenScripts>(names);
        var prompt = Prompt.Build(_exact.Configuration, "en", SpeechTask.Transcribe, timestamps: false);
        using var window = Window(_rewritten, "en_test");
        using var all = Start(_rewritten, window, prompt);
        using var some = Start(_rewritten, window, prompt, scripts);
        var (expected, found) = (ByNumber(all.Logits(0)), ByNumber(some.Logits(0)));
        var forbidden = 0;
        for (var token = 0; token < found.Length; token++)
        {
            Assert.True(float.IsFinite(expected[token]));
            if ((WritingSystem.OfToken(_rewritten.Tokenizer.Bytes(token)) & ~scripts) is TokenScripts.None)
            {
                Assert.Equal(expected[token], found[token]);
                continue;
            }
            Assert.Equal(float.NegativeInfinity, found[token]);
            forbidden++;
        }
        Assert.InRange(forbidden, 4000, 8000);
    }

    [Fact]
    public void Windows_that_come_and_go_give_exactly_what_each_gives_alone()
    {
        string[] clips = ["en_test", "de_cheetah_de", "coffee_shop"];
        ICrossAttention[] windows = [.. clips.Select(c => Window(_rewritten, c))];
        try
        {
            Assert.Equal(3, windows.Select(w => w.Positions).Distinct().Count());
            IReadOnlyList<int> PromptOf(string clip)
                => Prompt.Build(_exact.Configuration, clip[..2] == "de" ? "de" : "en", SpeechTask.Transcribe, timestamps: false);
            TokenScripts[] scripts = [TokenScripts.None, TokenScripts.Cyrillic | TokenScripts.Han, TokenScripts.All];
            // The second joins the first after three steps, the third when the first has gone after six; each has a beam of two.
            int[] enters = [0, 3, 6];
            int[] leaves = [6, 12, 12];
            using var together = _rewritten.Decoder.Start();
            IDecoderRows[] alone = [.. windows.Select((w, i) => Start(_rewritten, w, PromptOf(clips[i]), scripts[i]))];
            List<int> running = [];
            for (var step = 0; step < 12; step++)
            {
                List<int> parents = [], tokens = [], going = [];
                foreach (var i in running.Where(i => leaves[i] > step))
                {
                    int[] continued = alone[i].Count == 1 ? [0, 0] : [1, 0];
                    int[] chosen = [Best(alone[i].Logits(continued[0]), 0), Best(alone[i].Logits(continued[1]), 1)];
                    var first = running.TakeWhile(other => other != i).Sum(other => alone[other].Count);
                    parents.AddRange(continued.Select(row => first + row));
                    tokens.AddRange(chosen);
                    going.Add(i);
                    _chosen[i] = (continued, chosen);
                }
                int[] entering = [.. enters.Index().Where(e => e.Item == step).Select(e => e.Index)];
                together.Step(
                    [.. parents], [.. tokens],
                    [.. entering.Select(i => new EnteringWindow(windows[i], PromptOf(clips[i]), Scripts: scripts[i]))]);
                foreach (var i in going) alone[i].Step(_chosen[i].Parents, _chosen[i].Tokens, []);
                running = [.. going, .. entering];
                var at = 0;
                foreach (var i in running)
                    for (var row = 0; row < alone[i].Count; row++)
                        Assert.Equal(ByNumber(alone[i].Logits(row)), ByNumber(together.Logits(at++)));
                Assert.Equal(together.Count, at);
            }
            foreach (var rows in alone) rows.Dispose();
        }
        finally
        {
            foreach (var window in windows) window.Dispose();
        }
    }

    [Fact]
    public void A_forced_pass_listens_to_the_same_positions()
    {
        var golden = GoldenWhisper.Load("en_test");
        int[] tokens = [
            .. Prompt.Build(_exact.Configuration, "en", SpeechTask.Transcribe, timestamps: false),
            .. GoldenWhisper.Ints(golden.Json.GetProperty("alignment").GetProperty("text_tokens"))
        ];
        using var a = Window(_exact, "en_test");
        using var b = Window(_rewritten, "en_test");
        using var expected = _exact.Decoder.Force(a, tokens);
        using var found = _rewritten.Decoder.Force(b, tokens);
        Assert.Equal((expected.Heads, expected.Tokens, expected.Positions), (found.Heads, found.Tokens, found.Positions));
        for (var token = 0; token < tokens.Length; token++)
            Assert.InRange(Distance(ByNumber(expected.After(token)), ByNumber(found.After(token))), 0, LogitTolerance);
        for (var head = 0; head < expected.Heads; head++)
            Assert.InRange(TensorPrimitives.CosineSimilarity(expected.Attention(head), found.Attention(head)), 0.9, 1.001);
    }

    [Fact]
    public void What_is_kept_while_a_text_is_decoded_is_what_a_pass_over_it_gives()
    {
        var configuration = _rewritten.Configuration;
        var prompt = Prompt.Build(configuration, "en", SpeechTask.Transcribe, timestamps: false);
        using var window = Window(_rewritten, "en_test");
        var heard = window.Positions - 200;
        var search = new BeamSearch(5, new TokenRules(configuration, timestamps: false), 100, stopLoops: true);
        using (var decoding = new LockstepDecoding(_rewritten.Decoder))
        {
            decoding.Enter(window, prompt, search, heard, TokenScripts.None);
            while (decoding.Step().Count == 0) TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }
        Assert.Equal(5, search.Hypotheses.Count(h => h.Evidence is not null));
        var aligner = new WordAligner(configuration, _rewritten.Tokenizer, _rewritten.Decoder);
        // Sums of one, of two and of five queries are rounded in other orders, and that may move an integer of eight bits.
        const double Tolerance = 5e-3;
        foreach (var hypothesis in search.Hypotheses)
        {
            var (attention, probabilities) = (hypothesis.Evidence!.Attention, hypothesis.Evidence.Probabilities);
            using var pass = _rewritten.Decoder.Force(window, [.. prompt, .. hypothesis.Tokens, configuration.EndOfText]);
            var expected = AttentionMatrix.From(pass, prompt.Count, heard / 50.0);
            Assert.Equal((expected.Rows, expected.Positions), (attention.Count, attention[0].Length));
            for (var row = 0; row < expected.Rows; row++)
                for (var at = 0; at < heard; at++) Assert.Equal(expected.Values[(row * heard) + at], attention[row][at], Tolerance);
            var forced = aligner.Probabilities(pass, prompt.Count, hypothesis.Tokens);
            Assert.Equal(forced.Length, probabilities.Count);
            for (var i = 0; i < forced.Length; i++) Assert.Equal(forced[i], probabilities[i], Tolerance);
        }
    }

    private static IDecoderRows Start(
        WhisperModel model, ICrossAttention window, IReadOnlyList<int> prompt, TokenScripts scripts = TokenScripts.All)
    {
        var rows = model.Decoder.Start();
        rows.Step([], [], [new EnteringWindow(window, prompt, Scripts: scripts)]);
        return rows;
    }

    private static double Error(EncodedAudio found, EncodedAudio aim)
    {
        var (a, b) = (found.Hidden.GetTensorDataAsSpan<float>().ToArray(), aim.Hidden.GetTensorDataAsSpan<float>().ToArray());
        return TensorPrimitives.Distance<float>(a, b) / TensorPrimitives.Norm<float>(b);
    }

    private static ICrossAttention Window(WhisperModel model, string clip)
    {
        var golden = GoldenWhisper.Load(clip);
        return model.Decoder.Project(model.Encoder.Encode(golden.Mel, golden.Frames));
    }

    private float[] ByNumber(NextTokens logits) => logits.ByNumber(_rewritten.Configuration.VocabularySize);

    /// <summary>The best token, or the next best ones.</summary>
    private static int Best(NextTokens logits, int rank)
    {
        var best = new int[rank + 1];
        TopTokens.Select(logits, best);
        return best[rank];
    }

    /// <summary>Standard deviation of the differences: what is added to all logits changes nothing.</summary>
    private static double Distance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var difference = new float[a.Length];
        TensorPrimitives.Subtract(a, b, difference);
        var mean = TensorPrimitives.Sum<float>(difference) / difference.Length;
        return Math.Sqrt(Math.Max(0, (TensorPrimitives.SumOfSquares<float>(difference) / difference.Length) - (mean * mean)));
    }
}
