namespace Hansard.Server.Files;

/// <summary>Files and their bytes: what a project stores, or what is to be added.</summary>
/// <param name="Files">Number of files.</param>
/// <param name="Bytes">Their size together.</param>
internal readonly record struct StoredTotals(long Files, long Bytes)
{
    /// <summary>Both together.</summary>
    public static StoredTotals operator +(StoredTotals a, StoredTotals b) => new(a.Files + b.Files, a.Bytes + b.Bytes);

    /// <summary>The first without the second.</summary>
    public static StoredTotals operator -(StoredTotals a, StoredTotals b) => new(a.Files - b.Files, a.Bytes - b.Bytes);
}
