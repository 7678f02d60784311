namespace Hansard.Server.Projects;

/// <summary>Owner of files and transcriptions; sees only its own.</summary>
/// <param name="Id">A UUID.</param>
/// <param name="Name">Unique on this server.</param>
internal sealed record Project(string Id, string Name)
{
    /// <summary>The name of the project that the first key and requests without authentication belong to.</summary>
    public const string Default = "default";

    /// <summary>Characters of a project's or a key's name at most.</summary>
    public const int MaximumName = 64;

    /// <summary>Determines whether a project, or a key, can be called this, which has no blanks around it.</summary>
    public static bool IsName(string name) => name.Length is > 0 and <= MaximumName && !name.Any(char.IsControl);
}
