namespace Hansard.Server.Contract;

/// <summary>Deeds that are noted.</summary>
internal static class AccessAction
{
    /// <summary>Looked at; once for all that is read of one thing within some minutes.</summary>
    public const string Read = "read";

    /// <summary>Taken away as a file, or made to be reached without a key.</summary>
    public const string Export = "export";

    /// <summary>Made.</summary>
    public const string Create = "create";

    /// <summary>Changed.</summary>
    public const string Change = "change";

    /// <summary>Shown to whoever has a link.</summary>
    public const string Share = "share";

    /// <summary>Deleted, withdrawn or revoked.</summary>
    public const string Delete = "delete";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Read, Export, Create, Change, Share, Delete];
}
