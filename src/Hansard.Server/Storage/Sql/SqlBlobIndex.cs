using Dapper;

namespace Hansard.Server.Storage.Sql;

/// <summary>The account of the bytes in the object store, from the rows that use them.</summary>
internal sealed class SqlBlobIndex(ISqlDatabase database) : IBlobIndex
{
    // Short, as a note that stays costs nothing but another attempt.
    private static readonly TimeSpan ForgetTimeout = TimeSpan.FromSeconds(1);

    /// <inheritdoc />
    public bool IsUsed(string blob) => database.Read(c => BlobUse.IsUsed(c, blob));

    /// <inheritdoc />
    public HashSet<string> Used() => database.Read(BlobUse.Used);

    /// <inheritdoc />
    public IReadOnlyList<string> Deleted(long before) => database.Read(c => BlobUse.Deleted(c, before));

    /// <inheritdoc />
    public bool AreHeld() => database.Read(c => BlobUse.IsHeld(c, TimeProvider.System.Milliseconds()));

    /// <inheritdoc />
    public Task ForgetAsync(IReadOnlyList<string> blobs) => database.WriteAsync(c => BlobUse.Forget(c, blobs), ForgetTimeout);

    /// <inheritdoc />
    public long? Since() => database.Read(c => c.ExecuteScalar<long?>("SELECT min(created_at) FROM projects"));
}
