using System.Diagnostics;
using System.Text.Json;
using Amazon.S3;
using Hansard.Server.Tests.Storage.Postgres;
using Hansard.Server.Tests.Storage.S3;

namespace Hansard.Server.Tests.Storage.Backup;

/// <summary>Backups of a server with PostgreSQL and a shared place, as <c>docs/scale.md</c> has them.</summary>
[Collection(PostgresTests.Name)]
public sealed class SharedBackupTests(PostgresServer postgres, S3Server bucket) : IClassFixture<S3Server>, IDisposable
{
    private const string Hold =
        """
        INSERT INTO settings VALUES ('removal-hold/backup', (extract(epoch FROM now() + interval '6 hours') * 1000)::bigint)
        ON CONFLICT (name) DO UPDATE SET value = excluded.value
        """;

    private const string Release = "DELETE FROM settings WHERE name = 'removal-hold/backup'";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hansard-test-");

    [Theory(Explicit = true)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Dump_and_a_copy_of_the_recordings_serve_again_although_files_came_and_went_meanwhile(bool isBucket)
    {
        var database = postgres.Address(await postgres.NewDatabaseAsync());
        var restored = postgres.Address(await postgres.NewDatabaseAsync());
        var dump = Path.Combine(_folder.FullName, "hansard.dump");
        await using (var server = await StartAsync(database, "first", isBucket))
        {
            for (var i = 0; i < 5; i++) await server.UploadAsync($"kept {i}", $"kept {i}");
            await server.EndAsync(await server.TranscribeAsync("said before"));
            using var end = new CancellationTokenSource();
            var load = ComeAndGoAsync(server, end.Token);
            await RunAsync("psql", database, "-q", "-c", Hold);
            await RunAsync("pg_dump", "--format=custom", $"--file={dump}", database);
            await CopyAsync("first", "second", isBucket);
            await RunAsync("psql", database, "-q", "-c", Release);
            await end.CancelAsync();
            Assert.True(await load > 2);
        }

        await RunAsync("pg_restore", "--no-owner", "--exit-on-error", $"--dbname={restored}", dump);
        await RunAsync("psql", restored, "-q", "-c", Release, "-c", "DELETE FROM cluster_members");
        await using var again = await StartAsync(restored, "second", isBucket);
        var files = (await again.GetAsync("/v1/files")).GetProperty("files").EnumerateArray().ToList();
        Assert.InRange(files.Count, 6, 8);
        foreach (var file in files.Where(file => file.String("filename") != "recording.wav"))
            Assert.Equal(file.String("filename"), await again.Client.GetStringAsync($"/v1/files/{file.String("id")}/content"));
        var job = Assert.Single((await again.GetAsync("/v1/transcriptions")).GetProperty("transcriptions").EnumerateArray());
        Assert.Equal("said before", (await again.GetAsync($"/v1/transcriptions/{job.String("id")}/transcript")).String("text"));
        Assert.Equal("completed", (await again.EndAsync(await again.TranscribeAsync("said after"))).String("status"));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private Task<TestServer> StartAsync(string database, string place, bool isBucket) => TestServer.StartAsync(options =>
    {
        options.Database = database;
        if (isBucket) bucket.Configure(options, place);
        else options.Objects = Directory.CreateDirectory(Path.Combine(_folder.FullName, place)).FullName;
    });

    private async Task CopyAsync(string from, string to, bool isBucket)
    {
        if (!isBucket)
        {
            await RunAsync("cp", "-a", Path.Combine(_folder.FullName, from), Path.Combine(_folder.FullName, to));
            return;
        }

        // As 'aws s3 sync' does.
        var options = bucket.Options();
        using var client = new AmazonS3Client(
            options.AccessKey, await File.ReadAllTextAsync(options.SecretKeyFile!),
            new AmazonS3Config { ServiceURL = options.Endpoint!.AbsoluteUri, ForcePathStyle = true });
        foreach (var found in (await client.ListObjectsAsync(S3Server.Bucket, $"{from}/")).S3Objects)
        {
            var path = Path.Combine(_folder.FullName, "object");
            using (var stored = await client.GetObjectAsync(S3Server.Bucket, found.Key))
                await stored.WriteResponseStreamToFileAsync(path, append: false, TestContext.Current.CancellationToken);
            await client.PutObjectAsync(
                new() { BucketName = S3Server.Bucket, Key = to + found.Key[from.Length..], FilePath = path, UseChunkEncoding = false });
        }
    }

    private static async Task<int> ComeAndGoAsync(TestServer server, CancellationToken end)
    {
        var count = 0;
        JsonElement? before = null;
        while (!end.IsCancellationRequested)
        {
            var file = await server.UploadAsync($"passing {count}", $"passing {count}");
            if (before is { } former)
                using (await server.Client.DeleteAsync($"/v1/files/{former.String("id")}", CancellationToken.None)) count++;
            before = file;
        }

        return count;
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{program}: {error}");
    }
}
