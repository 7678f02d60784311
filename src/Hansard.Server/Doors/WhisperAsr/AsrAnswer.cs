using System.Globalization;
using System.Text;
using System.Text.Json;
using Hansard.Engine.Transcripts;
using Hansard.Server.Contract;
using Hansard.Server.Exports;

namespace Hansard.Server.Doors.WhisperAsr;

/// <summary>A transcript in the forms of the webservice.</summary>
internal sealed class AsrAnswer
{
    private const int Decimals = 4;

    private readonly AsrRequest _request;
    private readonly Transcript _transcript;
    private readonly IReadOnlyList<SpokenSegment> _segments;

    /// <param name="request">The options.</param>
    /// <param name="transcript">The transcript.</param>
    /// <exception cref="ApiException">A translation was asked for, and nothing could be translated.</exception>
    public AsrAnswer(AsrRequest request, Transcript transcript)
    {
        if (request.IsTranslation && UntranslatedSpeech.Of(transcript) is { } fault) throw AsrErrors.Unusable(fault);
        (_request, _transcript) = (request, transcript);
        _segments = [.. SpokenSegment.Of(TimedTokens.Of(transcript.Tokens, translatedOnly: request.IsTranslation))];
    }

    /// <summary>The whole answer.</summary>
    public string Write() => _request.Output switch
    {
        AsrOutput.Srt or AsrOutput.Vtt => Subtitles(),
        AsrOutput.Tsv => string.Concat([
            AsrOutput.TsvHead,
            .. _segments.Select(each => string.Create(
                CultureInfo.InvariantCulture, $"{each.Start * 1000:0}\t{each.End * 1000:0}\t{each.Text.Trim().Replace('\t', ' ')}\n")),
        ]),
        AsrOutput.Json => JsonSerializer.Serialize(Json(), JsonSettings.Stored),
        _ => string.Concat(_segments.Select(segment => $"{segment.Text.Trim()}\n")),
    };

    private string Subtitles()
    {
        var options = new TranscriptWriterOptions { TranslatedOnly = _request.IsTranslation };
        return Encoding.UTF8.GetString(TranscriptExport.Write(ExportFormat.All[_request.Output], _transcript, options));
    }

    private AsrTextResponse Json()
    {
        var speakers = Speakers();
        return new AsrTextResponse(
            Language(),
            [
                .. _segments.Select((segment, index) => new AsrSegmentResponse
                {
                    Id = index + 1,
                    Seek = (int)Math.Round(segment.Start * 100),
                    Start = segment.Start,
                    End = segment.End,
                    Text = Spaced(segment.Text),
                    AvgLogprob = Math.Round(segment.AverageLogarithm, Decimals),
                    CompressionRatio = Math.Round(segment.CompressionRatio, Decimals),
                    Words = _request.HasWords ? AsrWords.Of(segment) : null,
                    Speaker = _request.Transcription.EnableSpeakerDiarization
                        ? speakers.GetValueOrDefault(segment.Speaker ?? "", Name(0))
                        : null,
                }),
            ],
            string.Concat(_segments.Select(segment => Spaced(segment.Text))));
    }

    private Dictionary<string, string> Speakers() => _segments
        .Select(segment => segment.Speaker)
        .OfType<string>()
        .Distinct()
        .Select((speaker, index) => (speaker, index))
        .ToDictionary(each => each.speaker, each => Name(each.index));

    // As pyannote, and with it WhisperX, names them.
    private static string Name(int speaker) => string.Create(CultureInfo.InvariantCulture, $"SPEAKER_{speaker:00}");

    private string? Language() => _transcript.Tokens
        .Where(token => token.TranslationStatus is not TranslationStatus.Translation)
        .Select(token => token.Language)
        .OfType<string>()
        .CountBy(language => language)
        .OrderByDescending(each => each.Value)
        .Select(each => each.Key)
        .FirstOrDefault() ?? _request.Transcription.LanguageHints?[0];

    private static string Spaced(string text) => text is [' ', ..] ? text : $" {text}";
}
