using System.Collections.Concurrent;

namespace Hansard.Server.Tests.Storage.Postgres;

/// <summary>
/// With HANSARD_TESTS_DATABASE=postgres, every <see cref="TestServer"/> has a database of PostgreSQL instead of SQLite: so that all that is
/// tested through HTTP can be tested on both.
/// </summary>
internal static class TestDatabases
{
    private static readonly ConcurrentDictionary<string, string> ByFolder = new(StringComparer.Ordinal);
    private static readonly Lazy<Task<PostgresServer>> Server = new(StartAsync);

    /// <summary>True where PostgreSQL was asked for.</summary>
    public static bool ArePostgres => Environment.GetEnvironmentVariable("HANSARD_TESTS_DATABASE") == "postgres";

    /// <summary>The address of a server's database: that which the former server of the folder had, or a new one.</summary>
    public static async Task<string> AddressAsync(string folder)
    {
        if (ByFolder.TryGetValue(folder, out var known)) return known;
        var server = await Server.Value;
        return ByFolder[folder] = server.Address(await server.NewDatabaseAsync());
    }

    private static async Task<PostgresServer> StartAsync()
    {
        var server = new PostgresServer();
        await server.InitializeAsync();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return server;
    }
}
