namespace Hansard.Server.Tests.Storage.Stores;

/// <summary>A database that the stores work on.</summary>
public enum Database
{
    /// <summary>A file in a folder, of one server.</summary>
    Sqlite,

    /// <summary>A server's, of many.</summary>
    Postgres,
}
