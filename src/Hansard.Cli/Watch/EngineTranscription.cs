using Hansard.Cli.Transcribe;
using Hansard.Cli.Transcribe.Input;
using Hansard.Cli.Transcribe.Output;
using Hansard.Engine;
using Hansard.Engine.Audio;
using Hansard.Engine.Transcripts;
using Hansard.Server.Exports;
using Hansard.Server.FolderWatch;

namespace Hansard.Cli.Watch;

/// <summary>Transcribes the recordings of a watched folder in this process.</summary>
/// <param name="engine">Shared by all of them.</param>
/// <param name="options">The same for all of them.</param>
/// <param name="request">What is written.</param>
/// <param name="formats">In which formats.</param>
/// <param name="isBeside">Transcripts go beside their recordings, so that names of subtitles say their language.</param>
internal sealed class EngineTranscription(
    TranscriptionEngine engine, TranscriptionOptions options, OutputRequest request, IReadOnlyList<ExportFormat> formats, bool isBeside)
    : IWatchedTranscriber
{
    private readonly OutputNames _names = new(request, formats, isFolder: true);

    /// <inheritdoc />
    public IReadOnlyList<string>? Suffixes
        => isBeside && formats.Any(format => OutputRequest.IsSubtitle(format.Name))
            ? null
            : [.. FormsOf("recording").Select(form => Suffix(form, null))];

    /// <inheritdoc />
    public async Task<TranscribedRecording> TranscribeAsync(
        OpenedRecording recording, string? ticket, Action<string> keepTicket, CancellationToken cancellationToken)
    {
        try
        {
            var transcript = await engine.TranscribeAsync(recording.Path, options, null, cancellationToken).ConfigureAwait(false);
            // Subtitles of nothing would be offered by a media server.
            var forms = FormsOf(recording.Name)
                .Where(form => !isBeside || !OutputRequest.IsSubtitle(form.Format.Name) || transcript.Tokens.Count > 0);
            return new TranscribedRecording(
                [.. forms.Select(form => new TranscribedFile(Suffix(form, transcript), form.Render(transcript)))],
                [.. TranscriptNotes.Of(transcript, options)]);
        }
        catch (InvalidAudioException e)
        {
            throw new UntranscribableException(e.Message, e);
        }
        catch (DecoderUnavailableException e)
        {
            throw new PassingException(e.Message, e);
        }
    }

    private IReadOnlyList<OutputFile> FormsOf(string recording)
        => _names.FilesOf(RecordingInput.In("", Path.GetFileName(recording)));

    private string Suffix(OutputFile form, Transcript? transcript)
    {
        var language = form.Translation;
        if (isBeside && OutputRequest.IsSubtitle(form.Format.Name)) language ??= transcript?.Language;
        return $"{(language is null ? "" : $".{language}")}.{form.Format.Name}";
    }
}
