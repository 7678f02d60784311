using System.CommandLine;
using Hansard.Cli.Usage;

namespace Hansard.Cli.Remote.Connection;

/// <summary>Finds the server and the key that a command is to use.</summary>
internal static class ConnectionOptions
{
    /// <summary>The environment variable of the server.</summary>
    public const string UrlVariable = "HANSARD_URL";

    /// <summary>The environment variable of the key.</summary>
    public const string KeyVariable = "HANSARD_API_KEY";

    /// <summary>--url.</summary>
    public static Option<string?> Url { get; } = new("--url")
    {
        Description = $"The server. Default: {UrlVariable}, or that of 'hansard login'.",
    };

    /// <summary>--api-key-file: a key among the arguments would be seen by everybody on the machine.</summary>
    public static Option<string?> KeyFile { get; } = new("--api-key-file")
    {
        Description = $"A file that holds the API key. Default: the key is {KeyVariable}, or that of 'hansard login'.",
    };

    /// <summary>Adds both to a command.</summary>
    public static Command WithConnection(this Command command)
    {
        command.Options.Add(Url);
        command.Options.Add(KeyFile);
        return command;
    }

    /// <summary>Finds both.</summary>
    /// <exception cref="UsageException">No server is known, or what is given is none.</exception>
    public static async Task<ServerConnection> ResolveAsync(ParseResult arguments, CancellationToken cancellationToken)
        => await FindAsync(arguments, cancellationToken).ConfigureAwait(false)
            ?? throw new UsageException(
                $"No server is known: 'hansard login URL' keeps one, or set {UrlVariable} and {KeyVariable}. A server of your own is "
                + "'hansard serve'.");

    /// <summary>Finds both; null where no server is known.</summary>
    public static async Task<ServerConnection?> FindAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var login = SavedLogin.Read();
        var (server, source) = (arguments.GetValue(Url), Environment.GetEnvironmentVariable(UrlVariable)) switch
        {
            ({ } url, _) => (ServerAddress.Parse(url, "--url"), "--url"),
            (_, { Length: > 0 } url) => (ServerAddress.Parse(url, UrlVariable), UrlVariable),
            _ when login is not null => (ServerAddress.Parse(login.Url, SavedLogin.Path), "'hansard login'"),
            _ => (null, ""),
        };
        if (server is null) return null;
        if (arguments.GetValue(KeyFile) is { } file)
            return new ServerConnection(server, KeyInput.ReadFile(file, KeyFile.Name), $"{source} and --api-key-file");
        if (Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } key)
            return new ServerConnection(server, KeyInput.Check(key, KeyVariable), $"{source} and {KeyVariable}");
        // A key is for the server that it was kept for, and for no other.
        if (login is null || ServerAddress.Parse(login.Url, SavedLogin.Path) != server) return new ServerConnection(server, null, source);
        if (!login.Keyring) return new ServerConnection(server, login.ApiKey, "'hansard login'");
        var kept = await Keyring.FindAsync(server, cancellationToken).ConfigureAwait(false)
            ?? throw new IOException(
                $"The keyring does not give out the key of {ServerAddress.Show(server)}: unlock it, set {KeyVariable}, or run "
                + "'hansard login' again.");
        return new ServerConnection(server, kept, "'hansard login' and the keyring");
    }
}
