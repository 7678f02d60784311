using System.Net;
using Hansard.Translation.Remote;

namespace Hansard.Server.Configuration;

/// <summary>Refuses a configuration that cannot work, naming each setting that is wrong.</summary>
internal static class OptionsValidation
{
    /// <exception cref="InvalidConfigurationException">At least one setting is wrong; the message has a line for each.</exception>
    public static void Validate(HansardServerOptions options)
    {
        var faults = new List<string>();
        if (options.Port is < 0 or > 65535) faults.Add($"Port is {options.Port}: give a number from 0 to 65535.");
        if (options.Workers is < 1 or > 64) faults.Add($"Workers is {options.Workers}: give a number from 1 to 64.");
        if (options.Memory is < 1) faults.Add($"Memory is {options.Memory}: give at least 1, in megabytes.");
        if (options.Threads is < 1 or > 1024) faults.Add($"Threads is {options.Threads}: give a number from 1 to 1024.");
        if (options.LoadedModels is < 1 or > 1000) faults.Add($"LoadedModels is {options.LoadedModels}: give a number from 1 to 1000.");
        AtLeast("ModelIdleTime", options.ModelIdleTime, TimeSpan.Zero, faults);
        if (string.IsNullOrWhiteSpace(options.Data)) faults.Add("Data is empty: name the directory for the database and the files.");
        if (!ListenAddress.TryParse(options.Host, out var address))
            faults.Add($"Host is '{options.Host}': give an IP address, 'localhost', or '*' for all addresses.");
        else if (options.NoAuth && !(address is not null && IPAddress.IsLoopback(address)))
            faults.Add($"NoAuth (--no-auth) lets anyone in, so it needs a loopback Host such as 127.0.0.1, and Host is '{options.Host}'.");
        if (options.ApiKey is { } key && (key.Length is 0 or > 256 || key.Any(c => c is <= ' ' or > '~')))
            faults.Add("ApiKey (HANSARD_API_KEY) must be 1 to 256 visible ASCII characters without spaces.");

        if (options.PublicAddress
            is not (null or { IsAbsoluteUri: true, Scheme: "http" or "https", Query: "", Fragment: "", UserInfo: "" }))
            faults.Add(
                $"PublicAddress is '{options.PublicAddress}': give an http or https URL without a query, such as https://speech.example.");
        foreach (var origin in options.AllowedOrigins.Where(origin => !IsOrigin(origin)))
            faults.Add(
                $"AllowedOrigins has '{origin}': give origins such as https://app.example or http://localhost:3000, without a path; "
                + "'*' is none.");
        if (options.Log.Format is not ("text" or "json")) faults.Add($"Log:Format is '{options.Log.Format}': give text or json.");

        CheckLimits("Limits", options.Limits, faults);
        foreach (var project in options.Projects.Keys) CheckLimits($"Projects:{project}", options.LimitsOf(project), faults);

        if (options.Disk.FreeBytes < 0) faults.Add($"Disk:FreeBytes is {options.Disk.FreeBytes}: give 0 or more.");
        if (options.Disk.FreePercent is < 0 or > 99)
            faults.Add($"Disk:FreePercent is {options.Disk.FreePercent}: give a number from 0 to 99.");
        CheckObjects(options, faults);
        CheckConnections(options.Connections, faults);
        AtLeast("Retention:Files", options.Retention.Files, TimeSpan.FromSeconds(1), faults);
        AtLeast("Retention:Transcriptions", options.Retention.Transcriptions, TimeSpan.FromSeconds(1), faults);
        AtLeast("Retention:Interval", options.Retention.Interval, TimeSpan.FromMilliseconds(100), faults);
        AtLeast("AccessLog:Keep", options.AccessLog.Keep, TimeSpan.Zero, faults);
        AtLeast("Jobs:Lease", options.Jobs.Lease, TimeSpan.FromMilliseconds(300), faults);
        AtLeast("Jobs:RetryDelay", options.Jobs.RetryDelay, TimeSpan.Zero, faults);
        AtLeast("Jobs:StallTimeout", options.Jobs.StallTimeout, TimeSpan.FromSeconds(1), faults);
        AtLeast("Jobs:StopGrace", options.Jobs.StopGrace, TimeSpan.Zero, faults);
        if (options.Jobs.StopGrace > TimeSpan.FromSeconds(25)) faults.Add("Jobs:StopGrace is over 25 seconds: a stop must end within 30.");
        if (options.Jobs.WaitedWorkers is < 0 or > 64)
            faults.Add($"Jobs:WaitedWorkers is {options.Jobs.WaitedWorkers}: give a number from 0 to 64.");
        CheckQueue(options.Queue, faults);
        CheckLive(options.Doors.Live, faults);
        AtLeast("Doors:Mcp:Wait", options.Doors.Mcp.Wait, TimeSpan.Zero, faults);
        if (options.Doors.Mcp.Calls is < 1 or > 1_000)
            faults.Add($"Doors:Mcp:Calls is {options.Doors.Mcp.Calls}: give a number from 1 to 1000.");
        AtLeast("Doors:OpenAi:RealtimeIdle", options.Doors.OpenAi.RealtimeIdle, TimeSpan.FromSeconds(1), faults);
        AtLeast("Doors:OpenAi:KeepAlive", options.Doors.OpenAi.KeepAlive, TimeSpan.FromMilliseconds(100), faults);
        DoorValidation.Validate(options.Doors, faults);
        ClusterValidation.Validate(options, faults);
        if (options.Jobs.MaximumAttempts is < 1 or > 100)
            faults.Add($"Jobs:MaximumAttempts is {options.Jobs.MaximumAttempts}: give a number from 1 to 100.");

        CheckOutbound(options, faults);
        CheckTranslation(options, faults);
        CheckSummaries(options.Summaries, faults);
        foreach (var (i, watched) in options.Watch.Folders.Index())
        {
            AtLeast($"Watch:Folders:{i}:Interval", watched.Interval, TimeSpan.FromMilliseconds(50), faults);
            AtLeast($"Watch:Folders:{i}:Settle", watched.Settle, TimeSpan.FromMilliseconds(50), faults);
        }

        if (faults.Count > 0)
            throw new InvalidConfigurationException(faults);
    }

    // As browsers write it, so that it can be compared.
    private static bool IsOrigin(string text)
        => Uri.TryCreate(text, UriKind.Absolute, out var url)
            && url.Scheme is "http" or "https"
            && url.GetLeftPart(UriPartial.Authority) == text
            && url.UserInfo.Length == 0;

    private static void CheckQueue(QueueOptions queue, List<string> faults)
    {
        AtLeast("Queue:LongRecording", queue.LongRecording, TimeSpan.FromSeconds(1), faults);
        if (queue.ReservedShare is not (>= 0 and <= 0.9))
            faults.Add($"Queue:ReservedShare is {queue.ReservedShare}: give a number from 0 to 0.9.");
        if (queue.PartsFrom != TimeSpan.Zero) AtLeast("Queue:PartsFrom", queue.PartsFrom, TimeSpan.FromSeconds(1), faults);
        if (queue.PartLength < TimeSpan.FromSeconds(10) || queue.PartLength > TimeSpan.FromMinutes(30))
            faults.Add($"Queue:PartLength is {queue.PartLength}: give a time from 00:00:10 to 00:30:00.");
        if (queue.Ageing is not (>= 0 and <= 1000)) faults.Add($"Queue:Ageing is {queue.Ageing}: give a number from 0 to 1000.");
        foreach (var (model, most) in queue.ModelJobs.Where(limit => limit.Value < 1))
            faults.Add($"Queue:ModelJobs:{model} is {most}: give at least 1.");
    }

    private static void CheckLive(LiveDoorOptions live, List<string> faults)
    {
        if (live.Sessions is < 1 or > 1_000) faults.Add($"Doors:Live:Sessions is {live.Sessions}: give a number from 1 to 1000.");
        if (live.FinalsSessions is < 1 or > 1_000)
            faults.Add($"Doors:Live:FinalsSessions is {live.FinalsSessions}: give a number from 1 to 1000.");
        if (live.Connections < 1) faults.Add($"Doors:Live:Connections is {live.Connections}: give at least 1.");
        AtLeast("Doors:Live:Rest", live.Rest, TimeSpan.FromMilliseconds(100), faults);
        AtLeast("Doors:Live:Idle", live.Idle, TimeSpan.FromSeconds(1), faults);
    }

    private static void CheckObjects(HansardServerOptions options, List<string> faults)
    {
        if (options.Objects is { } objects)
        {
            try
            {
                _ = ObjectsLocation.Parse(objects);
            }
            catch (FormatException exception)
            {
                faults.Add($"Objects (--objects) is '{objects}': {exception.Message}");
            }
        }

        var s3 = options.S3;
        if (s3.Endpoint
            is not (null or { IsAbsoluteUri: true, Scheme: "http" or "https", Query: "", Fragment: "", UserInfo: "", AbsolutePath: "/" }))
            faults.Add($"S3:Endpoint is '{s3.Endpoint}': give an http or https address without a path, such as https://s3.example:9000.");
        if (s3.AccessKey is null != s3.SecretKeyFile is null)
            faults.Add("S3:AccessKey and S3:SecretKeyFile go together: give both, or neither and AWS_ACCESS_KEY_ID and the like.");
    }

    private static void CheckConnections(ConnectionOptions connections, List<string> faults)
    {
        if (connections.Maximum < 1) faults.Add($"Connections:Maximum is {connections.Maximum}: give at least 1.");
        if (connections.BytesPerSecond < 1) faults.Add($"Connections:BytesPerSecond is {connections.BytesPerSecond}: give at least 1.");
        AtLeast("Connections:HeadersTimeout", connections.HeadersTimeout, TimeSpan.FromSeconds(1), faults);
        AtLeast("Connections:IdleTimeout", connections.IdleTimeout, TimeSpan.FromSeconds(1), faults);

        // Kestrel looks once a second, and wants more than one look.
        AtLeast("Connections:SlowGrace", connections.SlowGrace, TimeSpan.FromSeconds(2), faults);
    }

    private static void CheckOutbound(HansardServerOptions options, List<string> faults)
    {
        try
        {
            _ = AllowedHosts.Parse(options.AllowHosts);
        }
        catch (FormatException exception)
        {
            faults.Add($"AllowHosts (--allow-host): {exception.Message}");
        }

        var (fetch, webhooks) = (options.Fetch, options.Webhooks);
        AtLeast("Fetch:ConnectTimeout", fetch.ConnectTimeout, TimeSpan.FromMilliseconds(100), faults);
        AtLeast("Fetch:IdleTimeout", fetch.IdleTimeout, TimeSpan.FromMilliseconds(100), faults);
        AtLeast("Fetch:TotalTimeout", fetch.TotalTimeout, TimeSpan.FromSeconds(1), faults);
        if (fetch.MaximumRedirects is < 0 or > 20)
            faults.Add($"Fetch:MaximumRedirects is {fetch.MaximumRedirects}: give a number from 0 to 20.");
        AtLeast("Fetch:SlowGrace", fetch.SlowGrace, TimeSpan.FromSeconds(1), faults);
        if (fetch.BytesPerSecond < 1) faults.Add($"Fetch:BytesPerSecond is {fetch.BytesPerSecond}: give at least 1.");
        CheckConcurrency("Fetch", fetch.Concurrency, fetch.ConcurrencyPerProject, fetch.ConcurrencyPerHost, faults);
        var largest = options.Projects.Keys.Select(project => options.LimitsOf(project).FileBytes).Append(options.Limits.FileBytes).Max();
        if (fetch.StoredBytesPerProject < largest)
            faults.Add($"Fetch:StoredBytesPerProject is {fetch.StoredBytesPerProject}: give at least the largest FileBytes, {largest}.");
        if (fetch.StoredBytes < fetch.StoredBytesPerProject)
            faults.Add($"Fetch:StoredBytes is {fetch.StoredBytes}: give at least Fetch:StoredBytesPerProject.");
        AtLeast("Lookups:Timeout", options.Lookups.Timeout, TimeSpan.FromMilliseconds(100), faults);
        CheckConcurrency("Lookups", options.Lookups.Concurrency, options.Lookups.ConcurrencyPerProject, 1, faults);
        AtLeast("Webhooks:Timeout", webhooks.Timeout, TimeSpan.FromMilliseconds(100), faults);
        AtLeast("Webhooks:FirstPause", webhooks.FirstPause, TimeSpan.FromMilliseconds(1), faults);
        AtLeast("Webhooks:LongestPause", webhooks.LongestPause, webhooks.FirstPause, faults);
        AtLeast("Webhooks:StopGrace", webhooks.StopGrace, TimeSpan.Zero, faults);
        if (webhooks.StopGrace > TimeSpan.FromSeconds(25)) faults.Add("Webhooks:StopGrace is over 25 seconds: a stop must end within 30.");
        if (webhooks.MaximumTries is < 1 or > 100)
            faults.Add($"Webhooks:MaximumTries is {webhooks.MaximumTries}: give a number from 1 to 100.");
        CheckConcurrency("Webhooks", webhooks.Concurrency, webhooks.ConcurrencyPerProject, webhooks.ConcurrencyPerHost, faults);
    }

    private static void CheckConcurrency(string section, int total, int perProject, int perHost, List<string> faults)
    {
        // One project has at most half: of one, that would leave the others none.
        if (total is < 2 or > 1000) faults.Add($"{section}:Concurrency is {total}: give a number from 2 to 1000.");
        if (perProject is < 1 or > 1000) faults.Add($"{section}:ConcurrencyPerProject is {perProject}: give a number from 1 to 1000.");
        if (perHost is < 1 or > 1000) faults.Add($"{section}:ConcurrencyPerHost is {perHost}: give a number from 1 to 1000.");
    }

    private static void CheckTranslation(HansardServerOptions options, List<string> faults)
    {
        foreach (var (i, remote) in options.Translation.Remote.Index())
        {
            if (remote.BaseAddress is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
                faults.Add($"Translation:Remote:{i}:BaseAddress must be an http or https URL.");
            if (remote.Languages is not { Count: > 1 })
                faults.Add($"Translation:Remote:{i}:Languages must name at least two languages, such as en and de.");
            if (remote is { Kind: RemoteTranslatorKind.Chat, Model: null })
                faults.Add($"Translation:Remote:{i}:Model must name the model to ask.");
            if (remote.Retries is < 0 or > 10)
                faults.Add($"Translation:Remote:{i}:Retries is {remote.Retries}: give a number from 0 to 10.");
            CheckKey($"Translation:Remote:{i}:ApiKey", remote.ApiKey, faults);
            AtLeast($"Translation:Remote:{i}:Timeout", remote.Timeout, TimeSpan.FromMilliseconds(100), faults);
        }
    }

    private static void CheckSummaries(SummaryOptions summaries, List<string> faults)
    {
        if (summaries.BaseAddress is null) return;
        if (summaries.BaseAddress is not { IsAbsoluteUri: true, Scheme: "http" or "https", UserInfo: "", Query: "" })
            faults.Add("Summaries:BaseAddress must be an http or https URL without a query, such as http://127.0.0.1:11434/v1.");
        if (string.IsNullOrWhiteSpace(summaries.Model)) faults.Add("Summaries:Model must name the model to ask.");
        if (summaries.Prompts is { } folder && !Directory.Exists(folder))
            faults.Add($"Summaries:Prompts is '{folder}', where no folder is: name one with files such as summary.md.");
        if (summaries.PartCharacters is < 1_000 or > 10_000_000)
            faults.Add($"Summaries:PartCharacters is {summaries.PartCharacters}: give a number from 1,000 to 10,000,000.");
        CheckKey("Summaries:ApiKey", summaries.ApiKey, faults);
        AtLeast("Summaries:Timeout", summaries.Timeout, TimeSpan.FromSeconds(1), faults);
    }

    // Most often a line break, of the file that it was read from.
    private static void CheckKey(string name, string? key, List<string> faults)
    {
        if (key?.Any(character => character is <= ' ' or > '~') is true)
            faults.Add($"{name} has a space, a line break or a letter in it that no HTTP header carries: give the key alone.");
    }

    private static void CheckLimits(string section, LimitOptions limits, List<string> faults)
    {
        Positive(nameof(limits.FileBytes), limits.FileBytes);
        Positive(nameof(limits.AudioMinutes), limits.AudioMinutes);
        NotNegative(nameof(limits.StoredFiles), limits.StoredFiles);
        NotNegative(nameof(limits.StoredBytes), limits.StoredBytes);
        NotNegative(nameof(limits.PendingTranscriptions), limits.PendingTranscriptions);
        NotNegative(nameof(limits.RunningTranscriptions), limits.RunningTranscriptions);
        if (limits.Weight is not (>= 0.001 and <= 1000))
            faults.Add($"{section}:Weight is {limits.Weight}: give a number from 0.001 to 1000.");
        NotNegative(nameof(limits.TotalTranscriptions), limits.TotalTranscriptions);
        NotNegative(nameof(limits.KnownSpeakers), limits.KnownSpeakers);
        NotNegative(nameof(limits.KnownSpeakerSamples), limits.KnownSpeakerSamples);
        NotNegative(nameof(limits.RequestsPerMinute), limits.RequestsPerMinute);

        void Positive(string name, long value)
        {
            if (value < 1) faults.Add($"{section}:{name} is {value}: give at least 1.");
        }

        void NotNegative(string name, long value)
        {
            if (value < 0) faults.Add($"{section}:{name} is {value}: give 0 (no limit) or more.");
        }
    }

    internal static void AtLeast(string name, TimeSpan? value, TimeSpan minimum, List<string> faults)
    {
        // Above 24 days a timer overflows.
        var isAge = name is "Retention:Files" or "Retention:Transcriptions" or "AccessLog:Keep";
        var maximum = isAge ? TimeSpan.MaxValue : TimeSpan.FromDays(24);
        var bounds = maximum == TimeSpan.MaxValue ? $"of at least {minimum}" : $"from {minimum} to {maximum}";
        if (value < minimum || value > maximum)
            faults.Add($"{name} is {value}: give a time {bounds} (hours:minutes:seconds, or days.hours:minutes:seconds).");
    }
}
