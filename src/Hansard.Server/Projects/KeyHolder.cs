namespace Hansard.Server.Projects;

/// <summary>Holder of an API key.</summary>
/// <param name="Project">The project that the key belongs to.</param>
/// <param name="KeyName">The name that the key's maker gave it.</param>
internal sealed record KeyHolder(Project Project, string KeyName)
{
    /// <summary>Id of the key; null where no key was sent.</summary>
    public string? KeyId { get; init; }

    /// <summary>The temporary key that was sent in place of an API key; null: none was.</summary>
    public TemporaryKey? Temporary { get; init; }

    /// <summary>Indicates whether the settings of the whole server are the holder's to see and change.</summary>
    public bool IsAdministrator { get; init; }
}
