using Hansard.Cli.Transcribe;
using Hansard.Engine;
using Hansard.Engine.Audio;
using Hansard.Server.FolderWatch;

namespace Hansard.Cli.Watch;

/// <summary>Transcribes the recordings of a watched folder in this process.</summary>
/// <param name="engine">Shared by all of them.</param>
/// <param name="options">The same for all of them.</param>
/// <param name="forms">The files that are made of a transcript.</param>
internal sealed class EngineTranscription(TranscriptionEngine engine, TranscriptionOptions options, WatchedForms forms)
    : IWatchedTranscriber
{
    /// <inheritdoc />
    public IReadOnlyList<string>? Suffixes => forms.Suffixes;

    /// <inheritdoc />
    public async Task<TranscribedRecording> TranscribeAsync(
        OpenedRecording recording, string? ticket, Action<string> keepTicket, CancellationToken cancellationToken)
    {
        try
        {
            var transcript = await engine.TranscribeAsync(recording.Path, options, null, cancellationToken).ConfigureAwait(false);
            return new TranscribedRecording(forms.Render(recording.Name, transcript), [.. TranscriptNotes.Of(transcript, options)]);
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
}
