using System.Diagnostics;
using System.Security.Cryptography;
using Hansard.Engine.Tests;
using Hansard.Server.Configuration;

namespace Hansard.Server.Tests.Storage.S3;

/// <summary>s3rver, installed as the lock file in <c>s3rver/</c> says, with a bucket, on a free port of the loopback address.</summary>
public sealed class S3Server : IAsyncLifetime
{
    public const string Bucket = "recordings";

    // The one account that it knows.
    private const string Account = "S3RVER";

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);
    private static readonly string Package =
        Path.Combine(Fixtures.Repository, "tests", "Hansard.Server.Tests", "Storage", "S3", "s3rver");

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("hansard-s3-");
    private readonly int _port = FreePort.Find();
    private Process? _process;

    /// <summary>The address that it listens on, and by which servers are told to reach it.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>Its address.</summary>
    public Uri Address => new($"http://{Host}:{_port}");

    /// <summary>A file with the secret of the account.</summary>
    public string SecretFile => Path.Combine(_data.FullName, "secret");

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        foreach (var package in (string[])["nodejs", "npm"]) Tool.Of(package).Require();
        await InstallAsync();
        await File.WriteAllTextAsync(SecretFile, $"{Account}\n");
        await StartAsync();
    }

    /// <summary>Starts it, after a stop too, and waits until it answers.</summary>
    public async Task StartAsync()
    {
        _process = Process.Start(new ProcessStartInfo(
            "node",
            [Path.Combine(Package, "node_modules", "s3rver", "bin", "s3rver.js"), "-s", "-a", Host, "-p", $"{_port}",
                "-d", Path.Combine(_data.FullName, "buckets"), "--configure-bucket", Bucket])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,

            // It encrypts where a list goes on as OpenSSL 3 does not without being told.
            Environment = { ["NODE_OPTIONS"] = "--openssl-legacy-provider" },
        })!;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        using var client = new HttpClient { BaseAddress = Address };
        using var limit = new CancellationTokenSource(Longest);
        while (true)
        {
            try
            {
                using var response = await client.GetAsync("/", limit.Token);
                return;
            }
            catch (HttpRequestException)
            {
                Assert.False(_process.HasExited);
                await Task.Delay(50, limit.Token);
            }
        }
    }

    /// <summary>Stops it as a power cut does; its objects stay.</summary>
    public async Task StopAsync()
    {
        if (_process is not { } process) return;
        _process = null;
        process.Kill();
        await process.WaitForExitAsync().WaitAsync(Longest);
        process.Dispose();
    }

    /// <summary>Has it take connections and answer nothing, until <see cref="Resume"/>: an outage that nobody is told of.</summary>
    public void Pause() => Signal("STOP");

    /// <summary>Has it answer again.</summary>
    public void Resume() => Signal("CONT");

    /// <summary>Has a server keep its recordings here.</summary>
    /// <param name="options">Of the server.</param>
    /// <param name="prefix">Of the names of its objects.</param>
    public void Configure(HansardServerOptions options, string prefix)
        => (options.Objects, options.S3) = ($"s3://{Bucket}/{prefix}", Options());

    /// <summary>Settings by which it is reached.</summary>
    public S3Options Options() => new() { Endpoint = Address, AccessKey = Account, SecretKeyFile = SecretFile };

    /// <summary>The files in which it keeps the recordings below a prefix.</summary>
    public IReadOnlyList<string> Stored(string prefix)
    {
        var folder = Path.Combine(_data.FullName, "buckets", Bucket, prefix);
        return Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, "*._S3rver_object", SearchOption.AllDirectories).Order(StringComparer.Ordinal)]
            : [];
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _data.Delete(recursive: true);
    }

    // Again only when the lock file has changed.
    private static async Task InstallAsync()
    {
        var stamp = Path.Combine(Package, "node_modules", ".hansard");
        var locked = Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(Package, "package-lock.json"))));
        if (File.Exists(stamp) && await File.ReadAllTextAsync(stamp) == locked) return;
        using var npm = Process.Start(new ProcessStartInfo("npm", ["ci", "--no-progress", "--loglevel=error"])
        {
            WorkingDirectory = Package,
            RedirectStandardOutput = true,
        })!;
        using var limit = new CancellationTokenSource(Longest);
        try
        {
            await npm.WaitForExitAsync(limit.Token);
        }
        finally
        {
            if (!npm.HasExited) npm.Kill(entireProcessTree: true);
        }

        Assert.Equal(0, npm.ExitCode);
        await File.WriteAllTextAsync(stamp, locked);
    }

    private void Signal(string name)
    {
        using var kill = Process.Start("sh", ["-c", $"kill -{name} {_process!.Id}"]);
        Assert.True(kill.WaitForExit(Longest));
    }
}
