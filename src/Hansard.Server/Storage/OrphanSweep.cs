using Dapper;

namespace Hansard.Server.Storage;

/// <summary>Deletes bytes that nothing needs: what a killed server had stored but not yet recorded, or recorded as deleted but not yet deleted.</summary>
/// <remarks>Only before the first request: later, an upload's bytes are there shortly before its row.</remarks>
internal sealed class OrphanSweep(Database database, ObjectStore objects)
{
    /// <returns>How many files were deleted.</returns>
    public int Run()
    {
        var used = database.Read(c => c.Query<string>(
            """
            SELECT blob FROM files
            UNION
            SELECT blob FROM transcriptions WHERE blob IS NOT NULL AND status IN ('queued', 'processing')
            """)).ToHashSet(StringComparer.Ordinal);
        return objects.DeleteTemporaries() + objects.DeleteAllBut(used);
    }
}
