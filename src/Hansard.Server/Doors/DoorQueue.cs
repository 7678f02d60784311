using Hansard.Server.Configuration;
using Hansard.Server.Files;
using Hansard.Server.Jobs;
using Hansard.Server.Projects;
using Hansard.Server.Storage;
using Hansard.Server.Transcriptions;

namespace Hansard.Server.Doors;

/// <summary>Puts what other protocols ask for into the queue of all transcriptions, for clients who wait for the end.</summary>
internal sealed class DoorQueue(
    ITranscriptionStore transcriptions, ITransientStore transients, IFileStore files, JobSignal signal, HansardServerOptions options,
    WaitingParts waiting)
{
    /// <summary>Adds a transcription before all others of its project that nobody waits for.</summary>
    /// <param name="project">The project.</param>
    /// <param name="recording">Its recording.</param>
    /// <param name="wanted">The transcription, without a file.</param>
    /// <param name="keep">True: the file and the transcription stay, as if the API had been asked. Else nothing but the usage.</param>
    /// <returns>To be disposed of by whoever waits: what is not kept is gone then, and is not worked on any more.</returns>
    /// <exception cref="LimitReachedException">A limit would be passed.</exception>
    public async Task<WaitedTranscription> SubmitAsync(
        Project project, ArrivedRecording recording, NewTranscription wanted, bool keep)
    {
        var limits = options.LimitsOf(project.Name);
        wanted = wanted with { IsWaitedFor = true };
        var row = keep
            ? await AddKeptAsync(project, limits, recording, wanted)
            : await transients.AddAsync(project.Id, limits, wanted, recording.Take(), recording.Filename);
        signal.Set();
        return new WaitedTranscription(project, row, wanted.Door, keep, waiting);
    }

    private async Task<TranscriptionRow> AddKeptAsync(
        Project project, LimitOptions limits, ArrivedRecording recording, NewTranscription wanted)
    {
        var file = await files.AddAsync(project.Id, limits, recording.Take(), recording.Filename, null, wanted.Source);
        try
        {
            return await transcriptions.AddAsync(project.Id, limits, wanted with { FileId = file.Id })
                ?? throw new InvalidOperationException("The file was deleted before the transcription began.");
        }
        catch
        {
            await files.DeleteAsync(project.Id, file.Id, CancellationToken.None);
            throw;
        }
    }
}
