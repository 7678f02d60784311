namespace Hansard.Server.Storage.Postgres;

/// <summary>Table of the transactions of the last hour, by which one whose commit was not answered is found or not.</summary>
/// <remarks>
/// The number that PostgreSQL gives a transaction is no proof: a server that is killed before its log was written gives the number to
/// another transaction after its recovery, and <c>pg_xact_status</c> tells the outcome of that one.
/// </remarks>
internal static class CommitsSchema
{
    /// <summary>The statements.</summary>
    public const string Statements =
        """
        CREATE TABLE commits (
            id      uuid PRIMARY KEY,
            made_at timestamptz NOT NULL DEFAULT now()
        );
        """;
}
