namespace Hansard.Server.Configuration;

/// <summary>Space that stays free on the disk of the data directory: below either, nothing more is taken in.</summary>
public sealed record DiskOptions
{
    /// <summary>Bytes; the database must be able to write, and so must the system.</summary>
    public long FreeBytes { get; set; } = 2L << 30;

    /// <summary>Percent of the whole disk.</summary>
    public int FreePercent { get; set; } = 5;
}
