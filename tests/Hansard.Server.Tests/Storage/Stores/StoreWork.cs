using System.Text;
using Dapper;
using Hansard.Engine.Transcripts;
using Hansard.Server.Configuration;
using Hansard.Server.Contract;
using Hansard.Server.Files;
using Hansard.Server.Jobs;
using Hansard.Server.Projects;
using Hansard.Server.Storage;
using Hansard.Server.Transcriptions;

namespace Hansard.Server.Tests.Storage.Stores;

/// <summary>Things that many tests of stores do.</summary>
internal static class StoreWork
{
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    /// <summary>Has run out when it begins.</summary>
    public static readonly TimeSpan NoLease = TimeSpan.FromMilliseconds(-1);

    public static LimitOptions NoLimits => new() { PendingTranscriptions = 0 };

    public static Task<Project> ProjectAsync(this StoreServer server, string name = "one") => server.Projects.GetOrCreateAsync(name);

    public static async Task<StoredObject> ArrivedAsync(this StoreServer server, string content = "sound")
        => (await server.Objects.PutAsync(new MemoryStream(Encoding.UTF8.GetBytes(content)), 1 << 20, default))!;

    public static async Task<FileRow> FileAsync(
        this StoreServer server, Project project, string content = "sound", string source = RequestSource.PublicApi,
        LimitOptions? limits = null)
        => await server.Files.AddAsync(
            project.Id, limits ?? NoLimits, await server.ArrivedAsync(content), "talk.wav", "ours", source);

    public static bool Has(this StoreServer server, string blob) => File.Exists(server.Objects.PathOf(blob));

    public static NewTranscription Wanted(FileRow file) => new()
    {
        Model = "a-model",
        FileId = file.Id,
        Request = new TranscriptionRequest(),
        Source = RequestSource.PublicApi,
    };

    public static NewTranscription WantedFrom(string url) => new()
    {
        Model = "a-model",
        AudioUrl = new SentUrl(new Uri(url), url),
        Request = new TranscriptionRequest(),
        Source = RequestSource.PublicApi,
    };

    public static async Task<TranscriptionRow> QueuedAsync(
        this StoreServer server, Project project, Func<NewTranscription, NewTranscription>? with = null)
    {
        var wanted = Wanted(await server.FileAsync(project));
        return (await server.Transcriptions.AddAsync(project.Id, NoLimits, with?.Invoke(wanted) ?? wanted))!;
    }

    public static async Task<Job> RunningAsync(
        this StoreServer server, Project project, Func<NewTranscription, NewTranscription>? with = null)
    {
        var row = await server.QueuedAsync(project, with);
        return (await server.Jobs.ClaimAsync(row.Id, Lease, default))!;
    }

    public static async Task<Job> CompletedAsync(this StoreServer server, Project project, params string[] sentences)
    {
        var job = await server.RunningAsync(project);
        Assert.True((await server.Jobs.CompleteAsync(job, Said(sentences), [])).Ended);
        return job;
    }

    /// <summary>A transcript in which each sentence is another speaker's.</summary>
    public static Transcript Said(params string[] sentences) => new(
        [
            .. sentences.Select((sentence, i) => new TranscriptToken
            {
                Text = sentence,
                Speaker = $"{i + 1}",
                Confidence = 1,
                StartMs = i * 1000,
                EndMs = i * 1000 + 900,
            }),
        ],
        TimeSpan.FromSeconds(sentences.Length),
        "en");

    public static Task<int> ExecuteAsync(this StoreServer server, string sql, object? parameters = null)
        => server.Database.WriteAsync(c => c.Execute(sql, parameters));

    public static T? Scalar<T>(this StoreServer server, string sql, object? parameters = null)
        => server.Database.Read(c => c.ExecuteScalar<T>(sql, parameters));

    /// <summary>All rows of a table as text, to see whether anything has changed.</summary>
    public static string Rows(this StoreServer server, string table) => server.Database.Read(c => string.Join(
        '\n',
        c.Query($"SELECT * FROM {table} ORDER BY 1").Select(row => string.Join(
            '|', ((IDictionary<string, object?>)row).Values.Select(one => one is byte[] bytes ? Convert.ToHexString(bytes) : one)))));
}
