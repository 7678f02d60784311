using System.Text;
using System.Text.Json;
using Hansard.Engine.Transcripts;
using Hansard.Server.Contract;
using Hansard.Server.Exports;
using Hansard.Server.Jobs;
using Hansard.Server.Models;

namespace Hansard.Server.Doors.OpenAi;

/// <summary>A transcript in the forms of OpenAI's API.</summary>
internal sealed class AudioAnswer
{
    // As many as a logarithm or a ratio is good for.
    private const int Decimals = 4;

    private readonly AudioRequest _request;
    private readonly Transcript _transcript;
    private readonly IReadOnlyList<TranscriptToken> _shown;

    /// <param name="request">The options.</param>
    /// <param name="transcript">The transcript.</param>
    /// <exception cref="ApiException">A translation was asked for, and nothing could be translated.</exception>
    public AudioAnswer(AudioRequest request, Transcript transcript)
    {
        (_request, _transcript) = (request, transcript);
        _shown = TimedTokens.Of(transcript.Tokens, translatedOnly: request.Task == AudioTask.Translate);
        Text = string.Concat(_shown.Select(token => token.Text)).Trim();
        if (request.Task == AudioTask.Translate && UntranslatedSpeech.Of(transcript) is { } fault) throw AudioFields.Fault("file", fault);
    }

    /// <summary>The spoken text, or its translation.</summary>
    public string Text { get; }

    /// <summary>The languages that were heard, the most heard first.</summary>
    public IReadOnlyList<AudioLanguageResponse> Languages => [.. Heard().Select(code => new AudioLanguageResponse(code))];

    /// <summary>Pieces of text and how sure they are; null where that was not asked for.</summary>
    public IReadOnlyList<AudioLogprobResponse>? Logprobs => _request.HasLogprobs ? LogprobsOf(_shown) : null;

    /// <summary>The usage in tokens.</summary>
    public AudioTokenUsageResponse Usage
    {
        get
        {
            var usage = JobUsage.Of(_request.Transcription, _transcript.Duration, _transcript.Tokens);
            return new(usage.InputAudio + usage.InputText, usage.OutputText, new(usage.InputAudio, usage.InputText));
        }
    }

    /// <summary>Logarithms of the confidences of tokens.</summary>
    public static IReadOnlyList<AudioLogprobResponse> LogprobsOf(IEnumerable<TranscriptToken> tokens) =>
    [
        .. tokens.Select(token => new AudioLogprobResponse(
            token.Text, Logarithm(token), [.. Encoding.UTF8.GetBytes(token.Text).Select(each => (int)each)])),
    ];

    /// <summary>Sentences with their speakers: the names of known people, and letters for the others.</summary>
    public IReadOnlyList<AudioSpeakerSegmentResponse> SpeakerSegments()
    {
        var names = SpeakerNames();
        return
        [
            .. SpokenSegment.Of(_shown).Select((segment, index) => new AudioSpeakerSegmentResponse
            {
                Id = $"seg_{index}",
                Start = segment.Start,
                End = segment.End,
                Text = segment.Text,
                Speaker = segment.Speaker is { } speaker ? names.GetValueOrDefault(speaker, speaker) : "A",
            }),
        ];
    }

    /// <summary>The whole answer, where it is no stream.</summary>
    public string Write() => _request.Format switch
    {
        AudioFormat.Text => $"{Text}\n",
        AudioFormat.Srt or AudioFormat.Vtt => Subtitles(),
        _ => JsonSerializer.Serialize(Body(), JsonSettings.Stored),
    };

    private AudioTextResponse Body()
    {
        var isVerbose = _request.Format == AudioFormat.VerboseJson;
        var isDiarized = _request.Format == AudioFormat.DiarizedJson;
        return new AudioTextResponse
        {
            Task = isVerbose || isDiarized ? _request.Task == AudioTask.Translate ? "translate" : "transcribe" : null,
            Language = isVerbose ? MainLanguage() : null,
            Duration = isVerbose || isDiarized ? Math.Round(_transcript.Duration.TotalSeconds, 3) : null,
            Text = Text,
            Languages = isVerbose || isDiarized ? null : Languages,
            Words = isVerbose && _request.HasWords ? SpokenWords.Of(_shown) : null,
            Segments = isDiarized ? SpeakerSegments()
                : isVerbose && _request.HasSegments ? [.. SpokenSegment.Of(_shown).Select(Segment)]
                : null,
            Logprobs = Logprobs,
            Usage = new AudioDurationUsageResponse((long)Math.Ceiling(_transcript.Duration.TotalSeconds)),
        };
    }

    private AudioSegmentResponse Segment(SpokenSegment segment, int index) => new()
    {
        Id = index,
        Seek = (int)Math.Round(segment.Start * 100),
        Start = segment.Start,
        End = segment.End,
        Text = segment.Text,
        Temperature = _request.Temperature,
        AvgLogprob = Math.Round(segment.AverageLogarithm, Decimals),
        CompressionRatio = Math.Round(segment.CompressionRatio, Decimals),
    };

    private string Subtitles()
    {
        var options = new TranscriptWriterOptions { TranslatedOnly = _request.Task == AudioTask.Translate };
        return Encoding.UTF8.GetString(TranscriptExport.Write(ExportFormat.All[_request.Format], _transcript, options));
    }

    private string MainLanguage()
        => (_request.Task == AudioTask.Translate ? LanguageNames.Of("en") : Heard().Select(LanguageNames.Of).FirstOrDefault() ?? "unknown")
            .ToLowerInvariant();

    private IEnumerable<string> Heard() => _transcript.Tokens
        .Where(token => token.TranslationStatus is not TranslationStatus.Translation)
        .Select(token => token.Language)
        .OfType<string>()
        .CountBy(language => language)
        .OrderByDescending(each => each.Value)
        .Select(each => each.Key);

    private Dictionary<string, string> SpeakerNames()
    {
        Dictionary<string, string> names = [];
        var unknown = 0;
        foreach (var speaker in _shown.Select(token => token.Speaker).OfType<string>().Distinct())
        {
            var known = _transcript.Speakers.FirstOrDefault(each => each.Speaker == speaker)?.Name;
            names[speaker] = known ?? ((char)('A' + unknown++)).ToString();
        }

        return names;
    }

    private static double Logarithm(TranscriptToken token) => Math.Round(SpokenSegment.Logarithm(token), Decimals);
}
