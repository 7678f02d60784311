namespace Hansard.Server.Projects;

/// <summary>Holder of an API key.</summary>
/// <param name="Project">The project that the key belongs to.</param>
/// <param name="KeyName">The name that the key's maker gave it.</param>
internal sealed record KeyHolder(Project Project, string KeyName);
