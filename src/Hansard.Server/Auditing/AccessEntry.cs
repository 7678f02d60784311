namespace Hansard.Server.Auditing;

/// <summary>A deed: who did what with what. It never has a text, a name of a recording or a secret.</summary>
internal sealed record AccessEntry
{
    /// <summary>Time of the deed, in milliseconds since 1970 UTC.</summary>
    public required long Time { get; init; }

    /// <summary>Id of the project that the thing belongs to; null: the whole server.</summary>
    public string? ProjectId { get; init; }

    /// <summary>Id of the key; null: none was sent.</summary>
    public string? KeyId { get; init; }

    /// <summary>The name that the key had; null as above.</summary>
    public string? KeyName { get; init; }

    /// <summary>Id of the link that was followed; null: none was.</summary>
    public string? ShareId { get; init; }

    /// <summary>Address that the request came from: that of the last proxy, where there is one.</summary>
    public string? Address { get; init; }

    /// <summary>Protocol that it came by.</summary>
    public required string Door { get; init; }

    /// <summary>One of <see cref="Contract.AccessAction"/>.</summary>
    public required string Action { get; init; }

    /// <summary>Kind of the thing.</summary>
    public required string Resource { get; init; }

    /// <summary>Its id; null: it has none, or there are many.</summary>
    public string? ResourceId { get; init; }
}

/// <summary>An entry as it is kept.</summary>
internal sealed record StoredAccess
{
    /// <summary>Its number: the newer, the higher.</summary>
    public long Seq { get; init; }

    /// <inheritdoc cref="AccessEntry.Time" />
    public long Time { get; init; }

    /// <summary>Name of the project, or its id if it is gone.</summary>
    public string? Project { get; init; }

    /// <inheritdoc cref="AccessEntry.KeyId" />
    public string? KeyId { get; init; }

    /// <inheritdoc cref="AccessEntry.KeyName" />
    public string? KeyName { get; init; }

    /// <inheritdoc cref="AccessEntry.ShareId" />
    public string? ShareId { get; init; }

    /// <inheritdoc cref="AccessEntry.Address" />
    public string? Address { get; init; }

    /// <inheritdoc cref="AccessEntry.Door" />
    public string Door { get; init; } = "";

    /// <inheritdoc cref="AccessEntry.Action" />
    public string Action { get; init; } = "";

    /// <inheritdoc cref="AccessEntry.Resource" />
    public string Resource { get; init; } = "";

    /// <inheritdoc cref="AccessEntry.ResourceId" />
    public string? ResourceId { get; init; }
}
