using System.CommandLine;

namespace Hansard.Cli.Serve;

/// <summary>Options that commands on a server's data share.</summary>
internal static class ServerDataOptions
{
    /// <summary>--data.</summary>
    public static Option<string?> Data() => new("--data")
    {
        Description = "The directory of the database and the files. Default: ./data.",
    };

    /// <summary>--project.</summary>
    public static Option<string> Project(string description) => new("--project")
    {
        Description = description,
        DefaultValueFactory = _ => Server.Projects.Project.Default,
    };

    /// <summary>--config.</summary>
    public static Option<string?> Config() => new("--config")
    {
        Description = "A JSON file of settings. Default: ./appsettings.json, if it is there.",
    };
}
