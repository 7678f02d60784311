namespace Hansard.Engine.Transcripts;

/// <summary>Writes transcripts as text, JSON or subtitles. Lines end in a line feed everywhere.</summary>
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
        var names = new SpeakerNames(transcript.Speakers);
        switch (format)
        {
            case TranscriptFormat.Txt:
                PlainText.Write(transcript, names, options.TranslatedOnly, output);
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
        var composer = new SubtitleComposer(options.Subtitles, label);
        return
        [
            .. TrackTranscripts.Divide(transcript)
                .SelectMany(part => composer.Compose(TimedTokens.Of(part.Tokens, options.TranslatedOnly))
                    .Select(cue => cue with { Track = part.Heading }))
                .OrderBy(cue => cue.Start),
        ];
    }
}
