using System.Data.Common;
using Dapper;

namespace Hansard.Server.Storage.Sql;

/// <summary>
/// Names that one transaction has at a time, until its end: for what is looked at, and then decided, over rows that are not there yet.
/// </summary>
internal static class Holds
{
    /// <summary>The limits of a project are held against what it has.</summary>
    public static void Limits(DbConnection connection, string project) => Take(connection, $"limits:{project}");

    /// <summary>The uses of bytes are looked for.</summary>
    public static void Blob(DbConnection connection, string blob) => Take(connection, $"blob:{blob}");

    /// <summary>Administrators are counted.</summary>
    public static void Administrators(DbConnection connection) => Take(connection, "administrators");

    private static void Take(DbConnection connection, string name) => connection.ExecuteScalar("SELECT hold(@name)", new { name });
}
