using Hansard.Engine.Transcripts.Renderings;

namespace Hansard.Engine.Transcripts;

/// <summary>Writes transcripts as text, JSON, subtitles or a table. Lines end in a line feed everywhere.</summary>
public static class TranscriptWriter
{
    /// <summary>Writes a transcript.</summary>
    /// <param name="transcript">The transcript.</param>
    /// <param name="format">Format to write.</param>
    /// <param name="output">Where to; UTF-8 is what readers of all formats expect.</param>
    /// <param name="options">Options of the format; null: the defaults.</param>
    public static void Write(Transcript transcript, TranscriptFormat format, TextWriter output, TranscriptWriterOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(transcript);
        ArgumentNullException.ThrowIfNull(output);
        options ??= new TranscriptWriterOptions();
        transcript = TranscriptRendering.Of(transcript, options.Rendering);
        var names = new SpeakerNames(transcript.Speakers);
        switch (format)
        {
            case TranscriptFormat.Txt:
                PlainText.Write(transcript, names, options, output);
                break;
            case TranscriptFormat.Md:
                MarkdownText.Write(transcript, names, options, output);
                break;
            case TranscriptFormat.Csv:
                CsvText.Write(transcript, names, options, output);
                break;
            case TranscriptFormat.Ass:
                AssText.Write(Cues(transcript, options, speaker => SubtitleText.SrtLabel(names.Of(speaker))), names, output);
                break;
            case TranscriptFormat.Json:
                JsonDocumentText.Write(transcript, options, output);
                break;
            case TranscriptFormat.Srt:
                SubtitleText.WriteSrt(
                    Cues(transcript, options, speaker => SubtitleText.SrtLabel(names.Of(speaker))), names, output);
                break;
            case TranscriptFormat.Vtt:
                SubtitleText.WriteVtt(Cues(transcript, options, label: null), names, output);
                break;
            case TranscriptFormat.Rttm:
                RttmText.Write(transcript, options.Recording, output);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(format), format, "There is no such format.");
        }
    }

    private static IReadOnlyList<SubtitleCue> Cues(Transcript transcript, TranscriptWriterOptions options, Func<string, string>? label)
    {
        var isBilingual = options is { Bilingual: true, TranslatedOnly: false }
            && transcript.Tokens.Any(token => token.TranslationStatus is TranslationStatus.Translation);
        // A line for each language.
        var layout = isBilingual ? options.Subtitles with { MaximumLines = 1 } : options.Subtitles;
        var composer = new SubtitleComposer(layout, label);
        return [.. TrackTranscripts.Divide(transcript).SelectMany(Compose).OrderBy(cue => cue.Start)];

        IEnumerable<SubtitleCue> Compose(TrackTokens part)
        {
            var cues = composer.Compose(TimedTokens.Of(part.Tokens, options.TranslatedOnly));
            if (isBilingual) cues = BilingualCues.Add(cues, part.Tokens, layout.LineWidth);
            return SubtitleFrames.Align(cues, layout).Select(cue => cue with { Track = part.Heading });
        }
    }
}
