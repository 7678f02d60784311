using System.CommandLine;
using Hansard.Cli.Remote.Api;
using Hansard.Cli.Remote.Connection;

namespace Hansard.Cli.Remote.SignIn;

/// <summary>hansard login: keeps a server and the key to it, once it is known that they fit.</summary>
internal static class LoginCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var url = new Argument<string?>("URL")
        {
            Description = $"The server, such as https://speech.example.org. Default: {ConnectionOptions.UrlVariable}, or a server here, "
                + $"{ServerAddress.Local.OriginalString}.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var noKeyring = new Option<bool>("--no-keyring") { Description = "Keep the key in a file, although there is a keyring." };
        var command = new Command(
            "login", "Keep a server and its API key for the other commands. The key is asked for, or comes through standard input.")
        {
            url, ConnectionOptions.KeyFile, noKeyring,
        };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            await Task.Yield(); // Until then an interrupt would end the process at once.
            var server = Server(arguments.GetValue(url));
            if (ServerAddress.IsReadableOnTheWay(server))
                Notes.Write($"warning: {ServerAddress.Show(server)} is not encrypted: others can read the key on the way. Use https.");
            var key = await KeyAsync(arguments, server, cancellationToken).ConfigureAwait(false);
            using var api = new ApiClient(new ServerConnection(server, key, "this login"), Patience.Short, Notes.Write);
            var account = await CheckAsync(api, cancellationToken).ConfigureAwait(false);
            await KeepAsync(server, key, !arguments.GetValue(noKeyring), cancellationToken).ConfigureAwait(false);
            Console.WriteLine($"Logged in to {api.Server}{account}.");
            foreach (var variable in (string[])[ConnectionOptions.UrlVariable, ConnectionOptions.KeyVariable])
            {
                if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 })
                    Notes.Write($"warning: {variable} is set, and goes before this login.");
            }
            return 0;
        });
        return command;
    }

    private static Uri Server(string? typed)
        => typed is not null ? ServerAddress.Parse(typed, "URL")
            : Environment.GetEnvironmentVariable(ConnectionOptions.UrlVariable) is { Length: > 0 } set
                ? ServerAddress.Parse(set, ConnectionOptions.UrlVariable)
                : ServerAddress.Parse(ServerAddress.Local.OriginalString, "URL");

    private static async Task<string?> KeyAsync(ParseResult arguments, Uri server, CancellationToken cancellationToken)
    {
        if (arguments.GetValue(ConnectionOptions.KeyFile) is { } file) return KeyInput.ReadFile(file, ConnectionOptions.KeyFile.Name);
        if (Console.IsInputRedirected)
        {
            if (await KeyInput.ReadStandardInputAsync(cancellationToken).ConfigureAwait(false) is { } piped) return piped;
            return Environment.GetEnvironmentVariable(ConnectionOptions.KeyVariable) is { Length: > 0 } set
                ? KeyInput.Check(set, ConnectionOptions.KeyVariable)
                : null;
        }
        return await KeyInput.AskAsync($"API key of {ServerAddress.Show(server)} (Enter for none): ", cancellationToken)
            .ConfigureAwait(false);
    }

    // The end of the sentence that tells of success.
    private static async Task<string> CheckAsync(ApiClient api, CancellationToken cancellationToken)
    {
        await api.GetAsync("v1/models", cancellationToken).ConfigureAwait(false);
        var account = await api.FindAsync("v1/account", cancellationToken).ConfigureAwait(false);
        if (account?.Text("project") is not { } project) return "";
        return Printable.Of(account.Value.Text("key_name") is { } name ? $", project {project}, key {name}" : $", project {project}");
    }

    private static async Task KeepAsync(Uri server, string? key, bool mayUseKeyring, CancellationToken cancellationToken)
    {
        var url = ServerAddress.Show(server);
        if (key is null)
        {
            new SavedLogin { Url = url }.Write();
            return;
        }
        if (mayUseKeyring && await Keyring.TryStoreAsync(server, key, cancellationToken).ConfigureAwait(false))
        {
            new SavedLogin { Url = url, Keyring = true }.Write();
            Notes.Write("the key is in the system's keyring.");
            return;
        }
        new SavedLogin { Url = url, ApiKey = key }.Write();
        Notes.Write($"the key is in {SavedLogin.Path}, which only you can read{(mayUseKeyring ? ": there is no keyring here" : "")}.");
    }
}
