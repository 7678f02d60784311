using Hansard.Engine.Audio;
using Hansard.Engine.Pipeline;
using Hansard.Engine.Tests.Audio;
using Hansard.Engine.Transcripts;
using Hansard.Engine.Tests.Pipeline.Live;

namespace Hansard.Engine.Tests.Pipeline;

/// <summary>
/// Chinese in the script that was asked for: words, and a real recording whose speaker says 砸自己的脚. Left alone, the model writes it
/// in either script, as the last digits fall.
/// </summary>
public sealed class ScriptStageTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    private const string Once = "zh_ub_chinese.flac";
    private const string Thrice = "zh_ub_chinese_thrice.flac";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Phrases_are_found_across_words_which_keep_their_times_and_confidences()
    {
        RecognisedWord[] words = [Word("我的头", 0), Word("发", 1), Word("很长，", 2), Word("发", 3), Word("展", 4)];
        var written = ScriptStage.From(new TranscriptionOptions { Language = "zh-TW" }).Write(words);
        Assert.Equal(["我的頭", "髮", "很長，", "發", "展"], written.Select(w => w.Text));
        Assert.Equal(words, written.Zip(words, (after, before) => after with { Text = before.Text }));
    }

    [Fact]
    public void Words_of_other_languages_are_left_alone_and_part_phrases()
    {
        RecognisedWord[] words = [Word("头", 0), Word("国会", 1, "ja"), Word("发", 2), Word("发", 3, "yue"), Word(" hair", 4, "en")];
        var written = ScriptStage.From(new TranscriptionOptions { LanguageHints = ["zh-TW", "ja"] }).Write(words);
        Assert.Equal(["頭", "国会", "發", "发", " hair"], written.Select(w => w.Text));
    }

    [Fact]
    public void Terms_of_the_context_stay_as_they_were_given()
    {
        var options = new TranscriptionOptions
        {
            LanguageHints = ["zh-CN"],
            Context = new TranscriptionContext { Terms = [" 軟體 ", " "] },
        };
        var written = ScriptStage.From(options).Write([Word("這個", 0), Word("軟", 1), Word("體的", 2), Word("頭髮", 3)]);
        Assert.Equal(["这个", "軟", "體的", "头发"], written.Select(w => w.Text));
    }

    [Theory]
    [InlineData(Once)]
    [InlineData(Thrice)]
    [Requires("ffmpeg")]
    public async Task A_plain_zh_leaves_the_script_to_the_model(string clip)
        => Assert.Matches("自己的[脚腳]", Characters((await TranscribeAsync(clip, new TranscriptionOptions { Language = "zh" })).Tokens));

    [Theory]
    [InlineData(Thrice, "zh-TW", "自己的腳")]
    [InlineData(Thrice, "zh-Hant", "自己的腳")]
    [InlineData(Thrice, "zh-HK", "自己的腳")]
    [InlineData(Once, "zh-CN", "自己的脚")]
    [InlineData(Once, "zh_Hans_SG", "自己的脚")]
    [Requires("ffmpeg")]
    public async Task Speech_is_written_in_the_script_of_the_language_in_the_transcript_and_in_its_progress(
        string clip, string language, string text)
    {
        var reports = new Reports();
        var transcript = await TranscribeAsync(clip, new TranscriptionOptions { Language = language }, reports);
        Assert.Contains(text, Characters(transcript.Tokens));
        Assert.Equal(Characters(transcript.Tokens), Characters(reports.Tokens));
        Assert.All(transcript.Tokens, token => Assert.Equal("zh", token.Language));
        var plain = await TranscribeAsync(clip, new TranscriptionOptions { Language = "zh" });
        Assert.Equal(plain.Tokens.Select(Timing), transcript.Tokens.Select(Timing));
    }

    [Theory]
    [InlineData(Thrice, "zh-TW", "自己的腳")]
    [InlineData(Once, "zh-CN", "自己的脚")]
    [Requires("ffmpeg")]
    public async Task Hints_ask_for_a_script_as_well_and_speakers_do_not_change_it(string clip, string hint, string text)
    {
        var options = new TranscriptionOptions { LanguageHints = ["en", "zh", hint] };
        foreach (var diarize in (bool[])[false, true])
            Assert.Contains(text, Characters((await TranscribeAsync(clip, options with { Diarize = diarize })).Tokens));
    }

    [Theory]
    [InlineData(Thrice, "zh-TW", '腳', '脚')]
    [InlineData(Once, "zh-CN", '脚', '腳')]
    [Requires("ffmpeg")]
    public async Task Sound_that_is_still_arriving_is_written_in_it_too(string clip, string language, char written, char other)
    {
        float[] sound = [
            .. await Recordings.ReadAllAsync(Fixtures.PathOf("audio", "clips", clip)), .. new float[AudioSpecification.SampleRate],
        ];
        List<TranscriptToken> tokens = [];
        await foreach (var result in shared.Engine.TranscribeLiveAsync(
            LiveInputs.Pieces(sound), new LiveOptions(new TranscriptionOptions { Language = language }), Cancellation))
            tokens.AddRange([.. result.Final, .. result.NonFinal]);
        Assert.Contains(written, Characters(tokens));
        Assert.DoesNotContain(other, Characters(tokens));
    }

    [Fact]
    [Requires("ffmpeg")]
    public async Task A_term_in_one_script_is_found_and_written_as_given_where_the_other_is_recognised_or_asked_for()
    {
        foreach (var language in (string[])["zh", "zh-CN", "zh-TW"])
        {
            foreach (var term in (string[])["的腳", "的脚"])
            {
                var options = new TranscriptionOptions { Language = language, Context = new TranscriptionContext { Terms = [term] } };
                var transcript = await TranscribeAsync(Once, options);
                Assert.EndsWith("自己" + term, Characters(transcript.Tokens), StringComparison.Ordinal);
            }
        }
    }

    private Task<Transcript> TranscribeAsync(string clip, TranscriptionOptions options, Reports? reports = null)
        => shared.Engine.TranscribeAsync(Fixtures.PathOf("audio", "clips", clip), options, reports, Cancellation);

    private static RecognisedWord Word(string text, int second, string language = "zh")
        => new(text, TimeSpan.FromSeconds(second), TimeSpan.FromSeconds(second + 1), 0.1 * second, language);

    private static string Characters(IEnumerable<TranscriptToken> tokens)
        => string.Concat(tokens.Select(token => token.Text)).Trim('。', '！', '？', '，', '.', '!', ' ');

    private static (long?, long?, double?, string?) Timing(TranscriptToken token)
        => (token.StartMs, token.EndMs, token.Confidence, token.Language);

    private sealed class Reports : IProgress<TranscriptionProgress>
    {
        public List<TranscriptToken> Tokens { get; } = [];

        public void Report(TranscriptionProgress value) => Tokens.AddRange(value.NewTokens);
    }
}
