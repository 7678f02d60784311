using System.Diagnostics;
using System.Net;
using Hansard.Server.Configuration;
using Orleans;

namespace Hansard.Server.Cluster;

/// <summary>State of a node, in its own words.</summary>
/// <remarks>Nodes of two versions read each other's: a field that one does not know is left out; its number is never used again.</remarks>
[GenerateSerializer, Immutable, Alias("hansard.NodeReport")]
internal sealed record NodeReport
{
    private static readonly DateTimeOffset Started = StartOfProcess();

    /// <summary>Name of the machine.</summary>
    [Id(0)]
    public required string Host { get; init; }

    /// <summary>Part of the node in the installation.</summary>
    [Id(1)]
    public required ServerRole Role { get; init; }

    /// <summary>Version of the program.</summary>
    [Id(2)]
    public required string Version { get; init; }

    /// <summary>Names of the speech models that it can transcribe with; none on one that serves clients alone.</summary>
    [Id(3)]
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>Threads that it computes with.</summary>
    [Id(4)]
    public int Threads { get; init; }

    /// <summary>Bytes of memory that it may use.</summary>
    [Id(5)]
    public long MemoryBytes { get; init; }

    /// <summary>Start of the process, on the node's clock.</summary>
    [Id(6)]
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Time of this report, on the node's clock.</summary>
    [Id(7)]
    public DateTimeOffset Now { get; init; }

    /// <summary>Jobs that it does at once; 0 on one that serves clients alone.</summary>
    [Id(8)]
    public int Workers { get; init; }

    /// <summary>Ids of the transcriptions that it works on.</summary>
    [Id(9)]
    public IReadOnlyList<string> Jobs { get; init; } = [];

    /// <summary>Seconds of sound that it transcribes in a second, over the last minutes.</summary>
    [Id(10)]
    public double AudioRate { get; init; }

    /// <summary>A report of this process.</summary>
    /// <param name="options">Of the server.</param>
    /// <param name="models">Names of the speech models that it can transcribe with now.</param>
    public static NodeReport OfThisProcess(HansardServerOptions options, IReadOnlyList<string> models) => new()
    {
        Host = Dns.GetHostName(),
        Role = options.Role,
        Version = BuildVersion.Current.Split('+')[0],
        Models = models,
        Threads = options.Threads ?? Environment.ProcessorCount,
        Workers = options.Role.Transcribes() ? options.Workers : 0,
        MemoryBytes = options.MemoryBytes,
        StartedAt = Started,
        Now = DateTimeOffset.UtcNow,
    };

    private static DateTimeOffset StartOfProcess()
    {
        using var process = Process.GetCurrentProcess();
        return process.StartTime.ToUniversalTime();
    }
}
