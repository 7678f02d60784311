namespace Hansard.Cli.Remote.Connection;

/// <summary>A server and the key to it.</summary>
/// <param name="Server">Its address, ending in a slash.</param>
/// <param name="Key">Null for a server that asks for none.</param>
/// <param name="Source">Where the two come from, for people.</param>
internal sealed record ServerConnection(Uri Server, string? Key, string Source)
{
    // A record would print the key.
    /// <inheritdoc />
    public override string ToString() => ServerAddress.Show(Server);
}
