namespace Hansard.Resilience.Crashes;

/// <summary>Commands that run a program under strace, and kill it at one of its system calls.</summary>
/// <remarks>
/// A moment by the clock hits what takes long. The calls by which a program changes something are few, and each is hit as often as any
/// other. strace counts the calls of a kind for each thread by itself.
/// </remarks>
internal static class KilledAtCall
{
    /// <summary>Calls that change files.</summary>
    public static IReadOnlyList<string> OfFiles { get; } = ["pwrite64", "write", "fsync", "fdatasync", "ftruncate", "rename", "unlink"];

    /// <summary>Calls that ask a server for something, such as PostgreSQL.</summary>
    public static IReadOnlyList<string> OfSockets { get; } = ["sendmsg", "sendto"];

    /// <summary>The command before that of a program whose calls are counted.</summary>
    /// <param name="calls">Of which kinds.</param>
    /// <param name="path">The file that is written.</param>
    public static IReadOnlyList<string> Counter(IReadOnlyList<string> calls, string path)
        => [.. Tracer, "--seccomp-bpf", "-e", $"trace={string.Join(',', calls)}", "-o", path];

    /// <summary>Kinds of calls that a counted program made, and how often a thread made them at most.</summary>
    /// <param name="path">Written by <see cref="Counter"/>.</param>
    public static IReadOnlyList<(string Call, int Most)> Read(string path) =>
    [
        .. File.ReadLines(path)
            .Select(line => line.Split(' ', 2, StringSplitOptions.TrimEntries))
            .Where(parts => parts.Length == 2 && parts[1].Contains('(') && !parts[1].StartsWith('<'))
            .Select(parts => (Thread: parts[0], Call: parts[1][..parts[1].IndexOf('(')]))
            .GroupBy(call => call)
            .GroupBy(same => same.Key.Call, same => same.Count())
            .Select(counts => (counts.Key, counts.Max()))
            .OrderBy(call => call.Key, StringComparer.Ordinal),
    ];

    /// <summary>The command before that of a program that is killed at one of the calls that a counted one made.</summary>
    /// <param name="counted">Those.</param>
    /// <param name="random">Chooses.</param>
    public static IReadOnlyList<string> Killer(IReadOnlyList<(string Call, int Most)> counted, Random random)
    {
        var number = random.Next(counted.Sum(call => call.Most));
        foreach (var (call, most) in counted)
        {
            if (number < most)
            {
                var inject = $"inject={call}:signal=SIGKILL:when={number + 1}";
                return [.. Tracer, "-e", $"trace={call}", "-e", inject, "-o", "/dev/null"];
            }

            number -= most;
        }

        throw new InvalidOperationException("No call was counted.");
    }

    // The program keeps its process number. With --seccomp-bpf nothing would be injected.
    private static IReadOnlyList<string> Tracer => ["strace", "-D", "-f", "-qq"];
}
