using System.Text.Json;
using Hansard.Server.Contract;
using Hansard.Server.Transcriptions;
using Microsoft.AspNetCore.Http;

namespace Hansard.Server.Events;

/// <summary>Sends one client the changes of its project's transcriptions as server-sent events (WHATWG HTML, 9.2).</summary>
/// <param name="changes">What has changed.</param>
/// <param name="transcriptions">The transcriptions as they are now.</param>
/// <param name="clock">Measures pauses.</param>
internal sealed class EventStream(ITranscriptionChanges changes, ITranscriptionStore transcriptions, TimeProvider clock)
{
    private const int Batch = 200;

    // Soon enough for people who watch a bar grow.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    // Proxies take a connection for dead that is silent for 30 to 60 seconds.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(15);

    // Clients go on where they were, by way of whatever proxies have closed or replaced meanwhile.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <param name="response">Receives the events, until the client is gone.</param>
    /// <param name="project">Id of the project.</param>
    /// <param name="after">Number of the last event that the client has; null: it wants those from now on.</param>
    /// <param name="mayRead">False once the client's key is revoked: nothing is sent from then on.</param>
    /// <param name="cancellationToken">The client is gone, or the server stops.</param>
    public async Task SendAsync(HttpResponse response, string project, long? after, Func<bool> mayRead, CancellationToken cancellationToken)
    {
        var latest = changes.Latest(project);
        var isKnown = after is { } known && known <= latest;
        var last = isKnown ? after!.Value : latest;
        var (start, sent) = (clock.GetTimestamp(), clock.GetTimestamp());

        // What was missed cannot be told any more, or was never asked for: a client lists its transcriptions when it hears this.
        await WriteAsync(response, isKnown ? "resumed" : "ready", last, "{}", cancellationToken);
        while (clock.GetElapsedTime(start) < Longest)
        {
            var found = changes.After(project, last, Batch);
            var isSilent = clock.GetElapsedTime(sent) >= LongestSilence;
            if ((found.Count > 0 || isSilent) && !mayRead()) return;
            foreach (var change in found)
            {
                var row = transcriptions.Find(project, change.Id);
                if (row is null)
                    await WriteAsync(response, "deleted", change.Seq, JsonSerializer.Serialize(new { id = change.Id }), cancellationToken);
                else
                    await WriteAsync(response, "transcription", change.Seq, Json(row), cancellationToken);
                last = change.Seq;
                sent = clock.GetTimestamp();
            }
            if (isSilent)
            {
                await response.WriteAsync(":\n\n", cancellationToken);
                sent = clock.GetTimestamp();
            }
            await response.Body.FlushAsync(cancellationToken);
            if (found.Count < Batch) await Task.Delay(Pause, clock, cancellationToken);
        }
    }

    private static string Json(TranscriptionRow row) => JsonSerializer.Serialize(row.ToResponse(), JsonSettings.Stored);

    private static Task WriteAsync(HttpResponse response, string name, long id, string data, CancellationToken cancellationToken)
        => response.WriteAsync($"id: {id}\nevent: {name}\ndata: {data}\n\n", cancellationToken);
}
