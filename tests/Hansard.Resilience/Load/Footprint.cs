using System.Globalization;
using Hansard.Server.Tests;

namespace Hansard.Resilience.Load;

/// <summary>Resources that a server holds. Only on Linux.</summary>
/// <param name="Bytes">Resident memory.</param>
/// <param name="Files">Open files, sockets and pipes.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Temporary">Temporary files in the data directory.</param>
/// <param name="Recordings">Recordings in the data directory.</param>
/// <param name="Database">Bytes of the database with its log.</param>
internal sealed record Footprint(long Bytes, int Files, int Threads, int Temporary, int Recordings, long Database)
{
    /// <summary>Measures a server.</summary>
    public static Footprint Of(ServerProcess server)
    {
        var (process, data) = ($"/proc/{server.Id}", new DirectoryInfo(server.DataDirectory));
        return new Footprint(
            4096 * long.Parse(File.ReadAllText($"{process}/statm").Split(' ')[1], CultureInfo.InvariantCulture),
            Directory.GetFileSystemEntries($"{process}/fd").Length,
            Directory.GetFileSystemEntries($"{process}/task").Length,
            Directory.GetFiles(Path.Combine(data.FullName, "temporary")).Length,
            Directory.GetFiles(Path.Combine(data.FullName, "files"), "*", SearchOption.AllDirectories).Length,
            data.GetFiles("hansard.db*").Sum(file => file.Length));
    }

    /// <summary>The median of each.</summary>
    public static Footprint Median(IReadOnlyList<Footprint> all) => new(
        Middle(all, one => one.Bytes), (int)Middle(all, one => one.Files), (int)Middle(all, one => one.Threads),
        (int)Middle(all, one => one.Temporary), (int)Middle(all, one => one.Recordings), Middle(all, one => one.Database));

    /// <inheritdoc />
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Bytes >> 20} MB, {Files} files open, {Threads} threads, {Temporary} temporary files, {Recordings} recordings, "
        + $"database {Database / 1e6:0.0} MB");

    private static long Middle(IReadOnlyList<Footprint> all, Func<Footprint, long> value)
        => all.Select(value).Order().ElementAt(all.Count / 2);
}
