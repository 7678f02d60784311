namespace Hansard.Server.Configuration;

/// <summary>A place where a PostgreSQL listens.</summary>
/// <param name="Name">Name, IP address, or folder of a Unix socket.</param>
/// <param name="Port">TCP port, or the number of the socket.</param>
internal sealed record DatabaseHost(string Name, int Port)
{
    /// <summary>PostgreSQL's own.</summary>
    public const int DefaultPort = 5432;

    /// <summary>True for a folder.</summary>
    public bool IsSocket => Name.StartsWith('/');
}
