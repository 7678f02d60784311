namespace Hansard.Server.Projects;

/// <summary>Owner of files and transcriptions; sees only its own.</summary>
/// <param name="Id">A UUID.</param>
/// <param name="Name">Unique on this server.</param>
internal sealed record Project(string Id, string Name)
{
    /// <summary>The name of the project that the first key and requests without authentication belong to.</summary>
    public const string Default = "default";
}
