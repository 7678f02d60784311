using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Playwright;

namespace Hansard.Bench.Web;

/// <summary>Tasks of a page that block it, answers to keys that are late, and frames that are left out.</summary>
/// <remarks>
/// A browser counts a task as long by the clock, which on a busy machine runs while the task waits for a processor. So the processor time
/// of each task is taken from the browser's trace, too: it is the page's own.
/// </remarks>
internal sealed class TaskWatch
{
    // Milliseconds, by the Long Tasks API.
    private const double Long = 50;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    // Noted in the page, on its own clock. Event timing rounds to 8 ms.
    private const string Script =
        """
        (() => {
          const watch = { tasks: [], answers: [], frames: [] }
          window.watch = watch
          new PerformanceObserver(list => {
            for (const { startTime, duration } of list.getEntries()) watch.tasks.push([startTime, duration])
          }).observe({ type: 'longtask' })
          new PerformanceObserver(list => {
            for (const { name, startTime, duration } of list.getEntries()) {
              if (name === 'keydown' || name === 'input') watch.answers.push([startTime, duration])
            }
          }).observe({ type: 'event', durationThreshold: 16 })
          const frame = now => {
            watch.frames.push(now)
            requestAnimationFrame(frame)
          }
          requestAnimationFrame(frame)
        })()
        """;

    private readonly IPage _page;
    private readonly ICDPSession _session;
    private readonly ConcurrentQueue<JsonElement> _events = [];
    private TaskCompletionSource _traced = new();

    private TaskWatch(IPage page, ICDPSession session)
    {
        (_page, _session) = (page, session);
        session.Event("Tracing.dataCollected").OnEvent += (_, data) =>
        {
            foreach (var one in data!.Value.GetProperty("value").EnumerateArray()) _events.Enqueue(one.Clone());
        };
        session.Event("Tracing.tracingComplete").OnEvent += (_, _) => _traced.TrySetResult();
    }

    /// <summary>Watches documents that are opened in a tab from now on.</summary>
    public static async Task<TaskWatch> StartAsync(IPage page)
    {
        await page.AddInitScriptAsync(Script);
        return new TaskWatch(page, await page.Context.NewCDPSessionAsync(page));
    }

    /// <summary>Observes the page while something is done.</summary>
    public async Task<Observation> ObserveAsync(Func<IPage, Task> act)
    {
        _events.Clear();
        _traced = new TaskCompletionSource();
        await _session.SendAsync("Tracing.start", new() { ["categories"] = "toplevel", ["transferMode"] = "ReportEvents" });
        var start = await _page.EvaluateAsync<double>("performance.now()");
        await act(_page);
        var end = await _page.EvaluateAsync<double>("performance.now()");
        await _session.SendAsync("Tracing.end");
        await _traced.Task.WaitAsync(Patience);
        // Observers are told some time after.
        var watched = (await _page.EvaluateAsync("() => new Promise(done => setTimeout(() => done(window.watch), 500))"))!.Value;
        var frames = watched.GetProperty("frames").EnumerateArray().Select(time => time.GetDouble())
            .Where(time => time >= start && time <= end).ToArray();
        return new Observation(
            end - start, [.. ProcessorTimes().Where(time => time > Long)], Durations("tasks"), Durations("answers"),
            [.. frames.Skip(1).Zip(frames, (next, time) => next - time)]);

        double[] Durations(string name) =>
        [
            .. watched.GetProperty(name).EnumerateArray().Where(entry => entry[0].GetDouble() is var time && time >= start && time <= end)
                .Select(entry => entry[1].GetDouble()),
        ];
    }

    // Of the tasks on the threads that run pages, in milliseconds.
    private IEnumerable<double> ProcessorTimes()
    {
        var threads = _events.Where(one => Name(one) == "thread_name"
            && one.GetProperty("args").GetProperty("name").GetString() == "CrRendererMain").Select(Thread).ToHashSet();
        return _events.Where(one => Name(one) == "ThreadControllerImpl::RunTask" && threads.Contains(Thread(one)))
            .Select(one => one.TryGetProperty("tdur", out var time) ? time.GetDouble() / 1000 : 0);
    }

    private static string? Name(JsonElement one) => one.GetProperty("name").GetString();

    private static (long Process, long Thread) Thread(JsonElement one)
        => (one.GetProperty("pid").GetInt64(), one.GetProperty("tid").GetInt64());
}

/// <summary>Tasks, answers and frames that were observed for a time; all in milliseconds.</summary>
/// <param name="Duration">The time.</param>
/// <param name="Heavy">Processor time of each task that took more than 50 ms of it.</param>
/// <param name="Long">Tasks that took more than 50 ms by the clock.</param>
/// <param name="Answers">From a key to the frame that shows what it did, where that took 16 ms or more.</param>
/// <param name="Frames">Times between frames.</param>
internal sealed record Observation(double Duration, double[] Heavy, double[] Long, double[] Answers, double[] Frames)
{
    // Sixty a second.
    private const double Frame = 1000.0 / 60;

    /// <summary>Frames that were left out.</summary>
    public int Dropped => (int)Frames.Sum(time => Math.Max(0, Math.Round(time / Frame) - 1));

    /// <summary>Tells of tasks.</summary>
    public static string Tell(double[] tasks)
    {
        if (tasks.Length == 0) return "none";
        var longest = string.Join(", ", tasks.OrderDescending().Take(4).Select(time => $"{time:F0}"));
        return $"{tasks.Length} (longest {longest} ms)";
    }
}
