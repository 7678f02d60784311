using Hansard.Engine.Transcripts.Renderings;
using Hansard.Server.Contract;
using Hansard.Server.Jobs;
using Hansard.Server.Projects;
using Hansard.Server.Transcriptions;
using ModelContextProtocol.Protocol;

namespace Hansard.Server.Doors.Mcp;

/// <summary>A tool that gives the text of a transcription, and waits for it.</summary>
internal abstract class WaitingTool(Tool description, Project project, McpParts parts) : McpTool(description, project, parts)
{
    // Between two looks at how far it is.
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    /// <summary>Waits for the end of a transcription, but not longer than clients do, and gives a page of its text.</summary>
    /// <exception cref="ApiException">It has ended in an error, or the page is none.</exception>
    protected async Task<IReadOnlyList<string>> TextAsync(
        TranscriptionRow row, RenderingOptions rendering, int page, ToolProgress progress, CancellationToken cancellationToken)
    {
        row = await WaitAsync(row, progress, cancellationToken);
        if (row.Status is JobStatus.Queued or JobStatus.Processing)
        {
            return
            [
                $"{TranscriptText.Head(row)}\n\nIt has not ended yet, and goes on. Call 'read' with this id for the text: that waits for "
                + $"the end, up to {Parts.Options.Doors.Mcp.Wait.TotalSeconds:0} seconds at a time.",
            ];
        }
        var transcript = Transcript(row).Rendered(rendering);
        var text = TextPages.Of(TranscriptText.Of(transcript, row), page);
        return
        [
            $"{TranscriptText.Head(row)}\n\n{(text.Text.Length == 0 ? "(Nothing is said in it.)" : text.Text)}"
            + (text.Rest is { } rest ? $"\n\n{rest.Replace("call again", "call 'read' with this id", StringComparison.Ordinal)}" : ""),
        ];
    }

    private async Task<TranscriptionRow> WaitAsync(TranscriptionRow row, ToolProgress progress, CancellationToken cancellationToken)
    {
        var clock = Parts.Waiting.Clock;
        var start = clock.GetTimestamp();
        await using var waited = new WaitedTranscription(Project, row, Door, keep: true, Parts.Waiting);
        while (!waited.HasEnded)
        {
            await progress.TellAsync(waited.Row, cancellationToken);
            var left = Parts.Options.Doors.Mcp.Wait - clock.GetElapsedTime(start);

            // The work goes on at the next start; a stop waits for nobody who only waits.
            if (left <= TimeSpan.Zero || Parts.Waiting.Lifetime.ApplicationStopping.IsCancellationRequested) break;
            await waited.NextAsync(left < Step ? left : Step, withTokens: false, cancellationToken);
        }
        return waited.Row;
    }
}
