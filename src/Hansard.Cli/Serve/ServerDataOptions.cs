using System.CommandLine;
using Hansard.Server.Configuration;

namespace Hansard.Cli.Serve;

/// <summary>Options that commands on a server's data share.</summary>
internal static class ServerDataOptions
{
    /// <summary>--data.</summary>
    public static Option<string?> Data() => new("--data")
    {
        Description = "The directory of the database and the files. Default: ./data.",
    };

    /// <summary>--objects.</summary>
    public static Option<string?> Objects() => new("--objects")
    {
        Description = "Where recordings are: a folder that servers share, or s3://BUCKET/PREFIX. Default: in the data directory.",
    };

    /// <summary>--database.</summary>
    public static Option<string?> Database() => new("--database")
    {
        Description = "The PostgreSQL that servers share, if they do: postgres://USER@HOST:PORT/NAME.",
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

    /// <summary>Settings of the server, of the values of these options, of the file and of the environment.</summary>
    /// <exception cref="InvalidConfigurationException">A setting is wrong.</exception>
    public static HansardServerOptions Load(string? data, string? config, string? objects = null, string? database = null)
        => ServerConfiguration.Load(config, Environment.GetEnvironmentVariables(), new Dictionary<string, string?>
        {
            [nameof(HansardServerOptions.Data)] = data,
            [nameof(HansardServerOptions.Objects)] = objects,
            [nameof(HansardServerOptions.Database)] = database,
        });
}
