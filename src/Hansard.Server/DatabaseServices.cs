using Hansard.Server.Cluster;
using Hansard.Server.Configuration;
using Hansard.Server.Jobs;
using Hansard.Server.Storage;
using Hansard.Server.Storage.Postgres;
using Hansard.Server.Storage.Sql;
using Hansard.Server.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Hansard.Server;

/// <summary>The database of a server: its own, in its data directory, or one that others have too.</summary>
internal static partial class DatabaseServices
{
    // A server is often started together with its database.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Adds the database and the data directory.</summary>
    public static IServiceCollection AddDatabase(this IServiceCollection services, HansardServerOptions options)
    {
        // Two methods: what the one does not use is not even loaded.
        if (options.Database is null) AddOwn(services, options);
        else AddShared(services, options);
        return services.AddSingleton<INode, TranscribingNode>()
            .AddSingleton<IDatabase>(provider => provider.GetRequiredService<ISqlDatabase>());
    }

    private static void AddOwn(IServiceCollection services, HansardServerOptions options) => services
        .AddSingleton(_ => DataDirectory.Create(options.Data, options.AdoptData))
        .AddSingleton<INodeDirectory, OwnNode>()
        .AddSingleton(provider =>
        {
            _ = provider.GetRequiredService<DataLock>();
            return SqliteDatabase.Open(
                provider.GetRequiredService<DataDirectory>(), options.AdoptData, provider.GetRequiredService<MonotonicClock>());
        })
        .AddSingleton<ISqlDatabase>(provider => provider.GetRequiredService<SqliteDatabase>())
        .AddHostedService<DatabaseReview>();

    private static void AddShared(IServiceCollection services, HansardServerOptions options) => services
        .AddSingleton(_ => DataDirectory.CreateWithoutDatabase(options.Data))
        .AddSingleton(_ => NpgsqlDataSource.Create(DatabaseAddress.ConnectionStringOf(options)))
        .AddSingleton<ISqlDatabase>(Opened)
        .AddSingleton(provider =>
        {
            var directory = provider.GetRequiredService<DataDirectory>();
            return new NodePort(PortFile.Read(directory), port => PortFile.Write(directory, port));
        })
        .AddCluster(options);

    // Once, at the start, before anything is served.
    private static PostgresDatabase Opened(IServiceProvider provider)
    {
        var logger = provider.GetRequiredService<ILogger<PostgresDatabase>>();
        return PostgresDatabase.OpenAsync(
            provider.GetRequiredService<NpgsqlDataSource>(), Patience, reason => LogWaiting(logger, Patience.TotalSeconds, reason))
            .GetAwaiter().GetResult();
    }

    [LoggerMessage(443, LogLevel.Warning, "The database cannot be reached yet, and is waited for, {Seconds:0} s in all: {Reason}")]
    private static partial void LogWaiting(ILogger logger, double seconds, string reason);
}
