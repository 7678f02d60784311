using Hansard.Server.Configuration;
using Hansard.Server.Projects;
using Hansard.Server.Storage;
using Hansard.Server.Storage.Postgres;
using Hansard.Server.Storage.Sql;
using Hansard.Server.Storage.Sqlite;
using Npgsql;

namespace Hansard.Cli.Serve;

/// <summary>The data of a server, opened beside it, whether it runs or not.</summary>
internal sealed class ServerData : IDisposable
{
    // Somebody waits at a terminal.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private ServerData(HansardServerOptions options, DataDirectory directory, ISqlDatabase database)
    {
        (Options, Directory, Database) = (options, directory, database);
        Projects = new SqlProjectStore(database, TimeProvider.System);
        KnownSpeakers = new SqlKnownSpeakerStore(database, TimeProvider.System);
    }

    /// <summary>Settings of the server, of which Data is where this is.</summary>
    public HansardServerOptions Options { get; }

    /// <summary>The directory.</summary>
    public DataDirectory Directory { get; }

    /// <summary>The database.</summary>
    public ISqlDatabase Database { get; }

    /// <summary>Connections to the database that servers share; null: the server has its own.</summary>
    public NpgsqlDataSource? Connections { get; private init; }

    /// <summary>Projects and their keys.</summary>
    public IProjectStore Projects { get; }

    /// <summary>People who are known again.</summary>
    public SqlKnownSpeakerStore KnownSpeakers { get; }

    /// <summary>Opens the data of a server that has been started once, or of a folder that is meant for one.</summary>
    /// <param name="data">The value of --data.</param>
    /// <param name="config">The value of --config.</param>
    /// <param name="missing">Tells what to do where there is none.</param>
    /// <param name="objects">The value of --objects.</param>
    /// <param name="database">The value of --database.</param>
    /// <exception cref="InvalidConfigurationException">A setting is wrong.</exception>
    /// <exception cref="IOException">There is no data, or it cannot be used.</exception>
    /// <exception cref="InvalidDataException">It was written by a newer version of this program, or is damaged.</exception>
    public static ServerData Open(string? data, string? config, MissingData missing, string? objects = null, string? database = null)
    {
        var options = ServerDataOptions.Load(data, config, objects, database);
        if (options.Database is not null) return OpenShared(options, DataDirectory.At(options.Data));
        if (missing is MissingData.Refuse)
        {
            var there = DataDirectory.At(options.Data);
            return new ServerData(options, there, SqliteDatabase.OpenExisting(there, options.AdoptData));
        }

        var path = missing is MissingData.MakeFolder ? options.Data : Existing(options.Data);
        var directory = DataDirectory.Create(path, options.AdoptData);
        return new ServerData(options, directory, SqliteDatabase.Open(directory, options.AdoptData));
    }

    /// <summary>Opens the database that servers share, beside the recordings of this one.</summary>
    /// <param name="address">Of the database.</param>
    /// <exception cref="InvalidConfigurationException">The address is wrong.</exception>
    /// <exception cref="IOException">It cannot be reached.</exception>
    public ServerData Shared(string address)
    {
        Options.Database = address;
        try
        {
            _ = DatabaseAddress.Parse(address);
        }
        catch (FormatException exception)
        {
            throw new InvalidConfigurationException([$"--to is not an address of a PostgreSQL: {exception.Message}"]);
        }
        return OpenShared(Options, Directory);
    }

    private static ServerData OpenShared(HansardServerOptions options, DataDirectory directory)
    {
        var source = NpgsqlDataSource.Create(DatabaseAddress.ConnectionStringOf(options));
        var database = PostgresDatabase.OpenAsync(source, Patience).GetAwaiter().GetResult();
        return new ServerData(options, directory, database) { Connections = source };
    }

    /// <summary>The project of that name.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public Project Project(string name) => Projects.Find(name)
        ?? throw new InvalidDataException($"There is no project '{Printable.Of(name)}' in {Directory.Root}: see 'hansard keys list'.");

    /// <summary>The project of that name, made when it is new.</summary>
    /// <exception cref="InvalidDataException">It cannot be the name of one.</exception>
    public Task<Project> NewProjectAsync(string name, CancellationToken cancellationToken)
        => Projects.GetOrCreateAsync(CheckedName(name), cancellationToken);

    /// <summary>The name of a project, which may be new.</summary>
    /// <exception cref="InvalidDataException">It cannot be one.</exception>
    public static string CheckedName(string name) => name.Trim() is var trimmed && Hansard.Server.Projects.Project.IsName(trimmed)
        ? trimmed
        : throw new InvalidDataException($"A project's name has 1 to {Hansard.Server.Projects.Project.MaximumName} characters.");

    /// <inheritdoc />
    public void Dispose() => Database.Dispose();

    // A key in a folder that nobody meant opens no server, and a person there is known to none.
    private static string Existing(string data) => Path.Exists(data)
        ? data
        : throw new IOException(
            $"There is no folder {Path.GetFullPath(data)}: name the server's data directory with --data. A server makes it, and a first "
            + "key, when it is started; to begin before that, make the folder.");
}
