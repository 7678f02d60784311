using Hansard.Server.Jobs;
using Hansard.Server.Transcriptions;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Hansard.Server.Doors.Mcp;

/// <summary>Tells an assistant how far a call is, if it has asked for that.</summary>
/// <param name="request">The call.</param>
internal sealed class ToolProgress(RequestContext<CallToolRequestParams> request)
{
    private double _last = -1;

    /// <summary>Tells how far a transcription is, unless it has come no further: each number must be larger than the last.</summary>
    public async Task TellAsync(TranscriptionRow row, CancellationToken cancellationToken)
    {
        var seconds = row.TranscribedMs / 1000.0;
        if (request.Params?.ProgressToken is not { } token || seconds <= _last) return;
        _last = seconds;
        var value = new ProgressNotificationValue
        {
            Progress = (float)seconds,
            Total = row.AudioDurationMs is { } all ? (float)(all / 1000.0) : null,
            Message = row.Status == JobStatus.Queued
                ? "Waits for its turn."
                : $"Seconds transcribed ({row.Stage ?? JobStage.Recognition}).",
        };
        await request.Server.NotifyProgressAsync(token, value, cancellationToken: cancellationToken);
    }
}
