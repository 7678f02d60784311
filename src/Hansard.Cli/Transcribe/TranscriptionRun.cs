using Hansard.Engine;
using Hansard.Engine.Audio;
using Hansard.Engine.Translation;

namespace Hansard.Cli.Transcribe;

/// <summary>Transcribes several recordings side by side and writes the transcripts in the order of the command line.</summary>
/// <param name="engine">Shared by all of them.</param>
/// <param name="options">The same for all of them.</param>
/// <param name="targets">What is to be done.</param>
internal sealed class TranscriptionRun(TranscriptionEngine engine, TranscriptionOptions options, IReadOnlyList<OutputTarget> targets)
{
    /// <summary>Runs to the end; a recording that fails does not stop the others.</summary>
    /// <returns>The process's exit code.</returns>
    public Task<int> RunAsync(CancellationToken cancellationToken)
        => ProgressDisplay.RunAsync(targets, reports => RunAsync(reports, cancellationToken));

    private async Task<int> RunAsync(IReadOnlyList<IProgress<TranscriptionProgress>?> reports, CancellationToken cancellationToken)
    {
        using var slots = new SemaphoreSlim(engine.Options.Threads);
        var running = targets.Select((target, i) => TranscribeAsync(target, reports[i], slots, cancellationToken)).ToArray();
        var code = 0;
        for (var i = 0; i < running.Length; i++)
        {
            try
            {
                var transcript = await running[i].ConfigureAwait(false);
                await targets[i].WriteAsync(transcript, cancellationToken).ConfigureAwait(false);
                if (transcript.UntranslatedLanguages is { Count: > 0 } languages)
                {
                    await Console.Error.WriteLineAsync(
                        $"hansard: {targets[i].Recording}: What is said in {string.Join(", ", languages)} is not translated: there is no translator. See 'hansard models list'.").ConfigureAwait(false);
                }
            }
            catch (Exception e) when (e is InvalidAudioException or IOException or UnauthorizedAccessException or DecoderUnavailableException or TranslationException)
            {
                await Console.Error.WriteLineAsync($"hansard: {targets[i].Recording}: {Reason(e, targets[i].Recording)}").ConfigureAwait(false);
                code = CommandLine.Failed;
            }
        }
        return code;
    }

    private async Task<Engine.Transcripts.Transcript> TranscribeAsync(
        OutputTarget target, IProgress<TranscriptionProgress>? progress, SemaphoreSlim slots, CancellationToken cancellationToken)
    {
        await slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await engine.TranscribeAsync(target.Recording, options, progress, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            slots.Release();
        }
    }

    private static string Reason(Exception exception, string recording) => exception switch
    {
        FileNotFoundException or DirectoryNotFoundException => "There is no such file.",
        UnauthorizedAccessException when Directory.Exists(recording) => "This is a folder: name the recordings in it.",
        UnauthorizedAccessException => "The file may not be read: check its permissions.",
        _ => exception.Message,
    };
}
