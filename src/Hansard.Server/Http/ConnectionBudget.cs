using Hansard.Server.Configuration;
using Hansard.Server.Outbound;

namespace Hansard.Server.Http;

/// <summary>Computes the number of connections that a process can have open and still do its work.</summary>
/// <remarks>
/// A process that can open no further file fails not only that request: the runtime ends it when it cannot load an assembly.
/// </remarks>
internal static class ConnectionBudget
{
    /// <summary>With fewer than these a server is of no use.</summary>
    private const int MinimumConnections = 8;

    // What a server has open when it begins to listen, known before it does: 236 without the engine, 274 with it.
    private const int AtStart = 270;

    // What is loaded, each assembly with two descriptors, and opened only once it is needed: 284 are open after a job with speakers and
    // translation where 274 were before; the rest is for what a test has not seen.
    private const int Reserve = 64;

    // A connection of the database has three files, and each thread that reads has one.
    private const int DatabaseReaders = 16;
    private const int FilesPerReader = 3;

    // Three pipes of ffmpeg with two ends each, the recording, and the spools of the engine.
    private const int FilesPerWorker = 16;

    /// <summary>A connection and the temporary file of the upload that may come over it.</summary>
    private const int FilesPerConnection = 2;

    // What listens for Wyoming, and the connection that is being turned away. Each of the others has no file beside itself: the pipes of
    // those whose sound is decoded are few, as live sessions are, and within the reserve.
    private const int FilesOfWyoming = 2;

    /// <param name="openFiles">The process's limit; null when there is none.</param>
    /// <param name="inUse">Files that are open already.</param>
    /// <param name="options">Of the server.</param>
    /// <returns>Connections that may be open at once.</returns>
    /// <exception cref="InvalidDataException">The limit is too low to serve at all.</exception>
    public static int Of(long? openFiles, int inUse, HansardServerOptions options)
    {
        if (openFiles is not { } limit) return options.Connections.Maximum;
        var work = Math.Max(inUse, AtStart) + Reserve
            + (DatabaseReaders * FilesPerReader) + (options.Workers * FilesPerWorker) + OutboundBudget.Files(options)
            + WyomingFiles(options.Doors.Wyoming);
        var connections = (limit - work) / FilesPerConnection;
        var maximum = options.Connections.Maximum;
        if (connections >= Math.Min(MinimumConnections, maximum)) return (int)Math.Min(connections, maximum);
        throw new InvalidDataException(
            $"The limit of open files is {limit}, and this server needs at least {work + (MinimumConnections * FilesPerConnection)}: "
            + "raise it ('ulimit -n 4096' before the start, or LimitNOFILE=4096 in the systemd unit), or lower Workers"
            + (options.Doors.Wyoming.Enabled ? ", Doors:Wyoming:Connections" : "") + " or Webhooks:Concurrency.");
    }

    // They are accepted by a listener of their own, which has a bound of its own.
    private static int WyomingFiles(WyomingOptions options) => options.Enabled ? options.Connections + FilesOfWyoming : 0;
}
