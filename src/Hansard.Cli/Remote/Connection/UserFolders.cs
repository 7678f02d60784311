namespace Hansard.Cli.Remote.Connection;

/// <summary>Folders of the user in which commands keep what they need the next time (XDG Base Directory Specification).</summary>
internal static class UserFolders
{
    private const string Own = "hansard";

    /// <summary>Holds the login.</summary>
    public static string Configuration => Path.Combine(
        Xdg("XDG_CONFIG_HOME", ".config") ?? Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), Own);

    /// <summary>Holds what has been begun on a server and is not yet done.</summary>
    public static string State => Path.Combine(
        Xdg("XDG_STATE_HOME", Path.Combine(".local", "state"))
            ?? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData),
        Own);

    // A relative path in one of these is to be taken for none.
    private static string? Xdg(string variable, string otherwise)
        => Environment.GetEnvironmentVariable(variable) is { } path && Path.IsPathFullyQualified(path) ? path
            : OperatingSystem.IsWindows() ? null
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), otherwise);
}
