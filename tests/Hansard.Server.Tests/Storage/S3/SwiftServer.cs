using System.Diagnostics;
using Amazon.S3;
using Hansard.Server.Configuration;

namespace Hansard.Server.Tests.Storage.S3;

/// <summary>OpenStack Swift with its S3 API, as Debian packages it: four processes with one disk, and memcached, on free ports.</summary>
internal sealed class SwiftServer : IAsyncDisposable
{
    public const string Bucket = "recordings";

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hansard-swift-");
    private readonly List<Process> _processes = [];
    private readonly int _port = FreePort.Find();

    private SwiftServer()
    {
    }

    public static bool IsInstalled => File.Exists("/usr/bin/swift-proxy-server") && File.Exists("/usr/bin/memcached");

    public S3Options Options => new()
    {
        Endpoint = new Uri($"http://127.0.0.1:{_port}"),
        AccessKey = "test:tester",
        SecretKeyFile = Path.Combine(_folder.FullName, "secret"),
    };

    public static async Task<SwiftServer> StartAsync()
    {
        var server = new SwiftServer();
        try
        {
            Directory.CreateDirectory(Path.Combine(server._folder.FullName, "srv", "d1"));
            await File.WriteAllTextAsync(server.Options.SecretKeyFile!, "testing");
            foreach (var kind in (string[])["object", "container", "account"]) await server.StartAsync(kind, FreePort.Find());
            await server.StartProxyAsync();
            using var client = server.NewClient();
            await client.PutBucketAsync(Bucket);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public AmazonS3Client NewClient() => new("test:tester", "testing", new AmazonS3Config
    {
        ServiceURL = Options.Endpoint!.AbsoluteUri,
        AuthenticationRegion = "us-east-1",
        ForcePathStyle = true,
    });

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync().WaitAsync(Longest);
            process.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    private async Task StartAsync(string kind, int port)
    {
        var builder = Path.Combine(_folder.FullName, $"{kind}.builder");
        string[][] steps = [["create", "2", "1", "0"], ["add", $"r1z1-127.0.0.1:{port}/d1", "1"], ["rebalance"]];
        foreach (var step in steps)
        {
            using var ring = Start("swift-ring-builder", [builder, .. step]);
            await ring.WaitForExitAsync().WaitAsync(Longest);
            Assert.Equal(0, ring.ExitCode);
        }

        await RunAsync(
            kind,
            $"""
            [DEFAULT]
            bind_ip = 127.0.0.1
            bind_port = {port}
            user = {Environment.UserName}
            swift_dir = {_folder.FullName}
            devices = {_folder.FullName}/srv
            mount_check = false
            workers = 0
            log_address = {_folder.FullName}/none
            fallocate_reserve = 0
            [pipeline:main]
            pipeline = {kind}-server
            [app:{kind}-server]
            use = egg:swift#{kind}
            recon_cache_path = {_folder.FullName}
            """);
    }

    private async Task StartProxyAsync()
    {
        var cache = FreePort.Find();
        _processes.Add(Start("memcached", ["-l", "127.0.0.1", "-p", $"{cache}", "-u", Environment.UserName]));
        string[] filters = ["catch_errors", "gatekeeper", "healthcheck", "listing_formats", "bulk", "copy", "slo", "dlo"];
        await RunAsync(
            "proxy",
            $"""
            [DEFAULT]
            bind_ip = 127.0.0.1
            bind_port = {_port}
            user = {Environment.UserName}
            swift_dir = {_folder.FullName}
            workers = 0
            log_address = {_folder.FullName}/none
            [pipeline:main]
            pipeline = catch_errors gatekeeper healthcheck cache listing_formats bulk s3api tempauth copy slo dlo proxy-server
            [app:proxy-server]
            use = egg:swift#proxy
            account_autocreate = true
            [filter:cache]
            use = egg:swift#memcache
            memcache_servers = 127.0.0.1:{cache}
            [filter:tempauth]
            use = egg:swift#tempauth
            user_test_tester = testing .admin
            [filter:s3api]
            use = egg:swift#s3api
            s3_acl = false
            location = us-east-1
            {string.Join('\n', filters.Select(filter => $"[filter:{filter}]\nuse = egg:swift#{filter}"))}
            """);
        using var client = new HttpClient { BaseAddress = Options.Endpoint };
        using var limit = new CancellationTokenSource(Longest);
        while (true)
        {
            try
            {
                using var response = await client.GetAsync("/healthcheck", limit.Token);
                if (response.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }

            await Task.Delay(100, limit.Token);
        }
    }

    private async Task RunAsync(string kind, string configuration)
    {
        var path = Path.Combine(_folder.FullName, $"{kind}.conf");
        await File.WriteAllTextAsync(path, configuration);
        _processes.Add(Start($"swift-{kind}-server", [path]));
    }

    // What it says must not fill a pipe that nobody reads.
    private static Process Start(string program, string[] arguments)
        => Process.Start("sh", ["-c", "exec \"$0\" \"$@\" > /dev/null 2>&1", program, .. arguments]);
}
