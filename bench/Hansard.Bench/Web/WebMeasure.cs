using Hansard.Bench.Service;

namespace Hansard.Bench.Web;

/// <summary>The page of a real server in a real browser.</summary>
internal static class WebMeasure
{
    /// <summary>Measures the first load, and a transcript of three hours that is read, played and corrected.</summary>
    public static async Task<List<ResultRow>> RunAsync()
    {
        await using var server = await ServerUnderTest.StartAsync(workers: 1, auth: true);
        await using var browser = await BrowserUnderTest.StartAsync();
        var transcription = await LongTranscript.StoreAsync(server);
        return
        [
            .. await FirstLoad.MeasureAsync(server, browser),
            .. await LongReading.MeasureAsync(server, browser, transcription),
        ];
    }

    /// <summary>Tells how busy the machine is: that changes every figure here.</summary>
    public static string LoadAverage() => $"load average {File.ReadAllText("/proc/loadavg").Split(' ')[0]}";
}
