using System.Text;
using Hansard.Engine.Transcripts;
using Hansard.Engine.Translation;
using Hansard.Server.Configuration;
using Hansard.Server.FolderWatch;

namespace Hansard.Server.Tests.FolderWatch;

/// <summary>What a watched folder of the server can be told, as its jobs and its files get it.</summary>
public sealed class WatchedRequestTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hansard-watched-request-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Settings_of_languages_speakers_and_terms_reach_the_job()
    {
        var request = Read(new WatchedFolderOptions
        {
            LanguageHints = { "de", "en" },
            LanguageHintsStrict = true,
            AudioTrack = "all",
            Context = ContextFile("""{ "text": "A ward round.", "terms": ["Zestoretic"], "translation_terms": [] }"""),
            Terms = { "Celebrex" },
            UseVocabulary = false,
            MinSpeakers = 2,
            MaxSpeakers = 4,
            IdentifySpeakers = true,
            TranslateTo = "pt",
            TranslationTerms = { "stroke = AVC" },
        }).Request;

        Assert.Equal(["de", "en"], request.LanguageHints);
        Assert.Equal((true, "all", false), (request.LanguageHintsStrict, request.AudioTrack, request.UseVocabulary));
        Assert.Equal(
            (true, true, null, 2, 4),
            (request.EnableSpeakerDiarization, request.IdentifySpeakers, request.NumSpeakers, request.MinSpeakers, request.MaxSpeakers));
        Assert.Equal(
            """{"text":"A ward round.","terms":["Zestoretic","Celebrex"],"translation_terms":[{"source":"stroke","target":"AVC"}]}""",
            request.Context!.Value.GetRawText());
        var translation = Assert.IsType<OneWayTranslation>(request.Translation!.ToOptions(request.Context));
        Assert.Equal(("pt", new TranslationTerm("stroke", "AVC")), (translation.Target, Assert.Single(translation.Terms)));
    }

    [Fact]
    public void Files_are_written_without_fillers_and_numbers_where_the_settings_say_so()
    {
        var watched = new WatchedFolderOptions { Style = "clean", Redact = { "phone" }, Formats = { "txt" } };
        var transcript = new Transcript(
            [
                .. new[] { "Um,", " call", " 212", "-", "555", "-", "0147", " now." }.Select((text, i) => new TranscriptToken
                {
                    Text = text, StartMs = 100 * i, EndMs = (100 * i) + 90, Confidence = 0.9, Language = "en",
                }),
            ],
            TimeSpan.FromSeconds(1), "en");

        var file = Assert.Single(Read(watched).Forms.Render("call.wav", transcript));

        Assert.Equal("Call [PHONE] now.", Encoding.UTF8.GetString(file.Content).Trim());
    }

    [Fact]
    public void A_style_or_a_kind_that_there_is_none_of_is_named_with_those_that_there_are()
    {
        List<string> faults = [];
        WatchedRequest.Read(new WatchedFolderOptions { Style = "netflix", Redact = { "shoe size" } }, "Watch:Folders:0", faults);

        Assert.Equal(2, faults.Count);
        Assert.StartsWith("Watch:Folders:0:Style is 'netflix': give verbatim or clean.", faults[0], StringComparison.Ordinal);
        Assert.StartsWith("Watch:Folders:0:Redact is 'shoe size': give any of phone, ", faults[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Several_translations_have_their_own_terms()
    {
        var request = Read(new WatchedFolderOptions
        {
            TranslateTo = "pt, es",
            TranslationTerms = { "es:stroke=ictus", "pt:stroke=AVC" },
        }).Request;

        var several = Assert.IsType<SeveralTranslations>(request.Translation!.ToOptions(request.Context));
        Assert.Equal(
            [("pt", "AVC"), ("es", "ictus")], several.Translations.Select(each => (each.Target, Assert.Single(each.Terms).Target)));
    }

    [Theory]
    [InlineData(1, null)]
    [InlineData(null, "rttm")]
    public void Speakers_are_told_apart_where_something_needs_it(int? number, string? format)
    {
        var watched = new WatchedFolderOptions { NumSpeakers = number };
        if (format is not null) watched.Formats.Add(format);

        Assert.True(Read(watched).Request.EnableSpeakerDiarization);
        Assert.False(Read(new WatchedFolderOptions()).Request.EnableSpeakerDiarization);
    }

    [Fact]
    public void Files_are_laid_out_and_called_as_the_settings_say()
    {
        TranscriptToken Token(string text, int? start, string language, TranslationStatus status) => new()
        {
            Text = text,
            StartMs = start,
            EndMs = start + 400,
            Confidence = 1,
            Language = language,
            TranslationStatus = status,
        };
        var transcript = new Transcript(
            [
                Token("Good", 0, "en", TranslationStatus.Original), Token(" morning.", 500, "en", TranslationStatus.Original),
                Token("Bom dia.", null, "pt", TranslationStatus.Translation),
                Token("Buenos días.", null, "es", TranslationStatus.Translation),
            ],
            TimeSpan.FromSeconds(2), "en");
        IEnumerable<string> Files(WatchedFolderOptions watched)
            => Read(watched).Forms.Render("films/day.mp4", transcript).Select(file => $"{file.Suffix}: "
                + string.Join('/', System.Text.Encoding.UTF8.GetString(file.Content).TrimEnd().Split('\n')[2..]));

        Assert.Equal(
            [".en.srt: Good morning.", ".pt.srt: Bom dia.", ".es.srt: Buenos días."],
            Files(new WatchedFolderOptions { TranslateTo = "pt,es,en" }));
        Assert.Equal(
            [".pt.srt: Good morning./Bom dia."], Files(new WatchedFolderOptions { TranslateTo = "pt", Bilingual = true }).Skip(1));
        Assert.Equal([".pt.srt: Bom dia."], Files(new WatchedFolderOptions { TranslateTo = "pt", TranslatedOnly = true }));
        Assert.Equal(
            [".srt: Good/morning."], Files(new WatchedFolderOptions { To = "out", Formats = { "srt" }, Subtitles = { LineWidth = 10 } }));
        Assert.Equal([".en.srt: Good morning."], Files(new WatchedFolderOptions { TranslateTo = "en:pt" }));
    }

    [Theory]
    [InlineData("TranslateTo is 'pt,x'")]
    [InlineData("Terms has a blank entry")]
    [InlineData("AudioTrack is 'none such'")]
    [InlineData("NumSpeakers is 21: give a number from 1 to 20.")]
    [InlineData("NumSpeakers says how many there are")]
    [InlineData("MinSpeakers is 3, which is more than MaxSpeakers, 2.")]
    [InlineData("TranslatedOnly and Watch:Folders:0:Bilingual contradict each other")]
    [InlineData("Context: 'missing.json' cannot be read")]
    [InlineData("Subtitles:Style is 'bbbc': give any of ")]
    [InlineData("Subtitles:LineWidth is 5: give a whole number from 10 to 200.")]
    [InlineData("Subtitles:FrameRate is 1000: give a number from 10 to 240.")]
    public void What_is_wrong_is_named_by_its_setting(string fault)
    {
        var faults = Faults(new WatchedFolderOptions
        {
            TranslateTo = "pt,x",
            TranslatedOnly = true,
            Bilingual = true,
            Terms = { " " },
            AudioTrack = "none such",
            NumSpeakers = 21,
            MinSpeakers = 3,
            MaxSpeakers = 2,
            Context = "missing.json",
            Subtitles = { Style = "bbbc", LineWidth = 5, FrameRate = 1000 },
        });

        Assert.Contains(faults, each => each.StartsWith($"Watch:Folders:0:{fault}", StringComparison.Ordinal));
    }

    [Fact]
    public void What_only_a_translation_gives_a_meaning_is_refused_without_one()
    {
        var faults = Faults(new WatchedFolderOptions { TranslationTerms = { "a=b" }, Bilingual = true, TranslatedOnly = true });

        Assert.Equal(
            [
                "Watch:Folders:0:TranslationTerms has no meaning without TranslateTo.",
                "Watch:Folders:0:TranslatedOnly has no meaning without TranslateTo.",
                "Watch:Folders:0:Bilingual has no meaning without TranslateTo.",
            ],
            faults);
    }

    [Fact]
    public void A_term_of_several_translations_says_which_one_it_is_for()
        => Assert.Equal(
            ["Watch:Folders:0:TranslationTerms has 'a=b': give a term and its translation, such as pt:stroke=ictus."],
            Faults(new WatchedFolderOptions { TranslateTo = "pt,es", TranslationTerms = { "a=b" } }));

    [Fact]
    public void Terms_beyond_the_limit_of_a_context_are_refused()
    {
        var watched = new WatchedFolderOptions { Terms = { new string('x', 10_001) } };

        Assert.StartsWith("Watch:Folders:0:Terms", Assert.Single(Faults(watched)), StringComparison.Ordinal);
    }

    private static WatchedRequest Read(WatchedFolderOptions watched) => WatchedRequest.Read(watched);

    private static List<string> Faults(WatchedFolderOptions watched)
    {
        List<string> faults = [];
        WatchedRequest.Read(watched, "Watch:Folders:0", faults);
        return faults;
    }

    private string ContextFile(string json)
    {
        var path = Path.Combine(_folder.FullName, "context.json");
        File.WriteAllText(path, json);
        return path;
    }
}
