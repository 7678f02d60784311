using Hansard.Cli.Display;
using Hansard.Server.Configuration;
using Hansard.Server.Storage;
using Hansard.Server.Storage.Sqlite;

namespace Hansard.Cli.Doctor;

/// <summary>Looks at the data directory of a server on this machine.</summary>
internal static class DataChecks
{
    private const string Name = "data";

    /// <summary>Reads all of its database. Nothing where there is none, unless it was named.</summary>
    /// <param name="options">Checked.</param>
    /// <param name="isNamed">The directory was asked for.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static Check? Run(HansardServerOptions options, bool isNamed, CancellationToken cancellationToken)
    {
        if (options.Database is not null) return null;
        var directory = DataDirectory.At(options.Data);
        if (!directory.HasDatabase()) return isNamed ? Check.Wrong(Name, Printable.Of($"there is no database in {directory.Root}.")) : null;
        try
        {
            DatabaseExamination.Check(directory.DatabaseFile, cancellationToken);
            var size = new FileInfo(directory.DatabaseFile).Length;
            return Check.Good(Name, Printable.Of($"{directory.DatabaseFile} ({ByteSize.Format(size)}) was read and is whole"));
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return Check.Wrong(Name, Printable.Of(e.Message));
        }
    }
}
