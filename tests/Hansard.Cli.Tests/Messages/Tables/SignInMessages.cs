namespace Hansard.Cli.Tests.Messages.Tables;

/// <summary>Servers and keys, and who is logged in where.</summary>
internal static class SignInMessages
{
    private const string NoServer = "HANSARD_URL= HANSARD_API_KEY=";

    /// <summary>The calls.</summary>
    public static IReadOnlyList<MessageRow> Rows { get; } =
    [
        new(
            "list", 2,
            "No server is known: 'hansard login URL' keeps one, or set HANSARD_URL and HANSARD_API_KEY. A server of your own is "
            + "'hansard serve'.") { Environment = NoServer },
        new("login ftp://a", 2, "URL: 'ftp://a' is not the address of a server, such as http://127.0.0.1:8080."),
        new("login http://user@a", 2, "URL: a server's address has no user, query or fragment: it is like http://127.0.0.1:8080."),
        new("login {server} --api-key-file none", 2, "--api-key-file: 'none' cannot be read: there is no such file."),
        new("login {server} --api-key-file large.json", 2, "--api-key-file: 'large.json' is too long for a key."),
        new(
            "login {server} --api-key-file two.txt", 2,
            "--api-key-file: what 'two.txt' holds is no API key: a key is one word of ASCII characters."),
        new("login {server}", 2, "What standard input holds is no API key: a key is one word of ASCII characters.") { Input = "two.txt" },
        new(
            "login {server}", 1,
            "{server} wants an API key: 'hansard login' keeps one, or set HANSARD_API_KEY.") { Environment = NoServer },
        new(
            "login {server}", 1,
            "{server} does not know the API key of this login: 'hansard login' keeps another one.")
        {
            Input = "wrong.txt",
            Environment = NoServer,
        },
        new(
            "login http://name.invalid", 1,
            "warning: http://name.invalid is not encrypted: others can read the key on the way. Use https.",
            "http://name.invalid cannot be reached: there is no machine of that name.") { Input = "key.txt", Environment = NoServer },
        new(
            "login {server} --no-keyring", 1,
            "'{folder}/two.txt' cannot be used: a file of that name is in the way.")
        {
            Input = "key.txt",
            Environment = $"{NoServer} XDG_CONFIG_HOME={{folder}}/two.txt/in",
        },
        new(
            "login {server}", 0,
            "the key is in {folder}/home/.config/hansard/login.json, which only you can read: there is no keyring here.",
            ".Logged in to {server}, project {*}, key key.")
        {
            Input = "key.txt",
            Output = null,
            Environment = $"{NoServer} PATH={{folder}}/no-ring:$PATH",
        },
        new(
            "list --api-key-file wrong.txt", 1,
            "{server} does not know the API key of 'hansard login' and --api-key-file: 'hansard login' keeps another "
            + "one.") { Environment = NoServer },
        new("logout", 0, ".Logged out of {server}.") { Output = null },
        new("logout", 0, "there is no login.") { Output = null },
        new("logout", 0, ".Logged out.") { Output = null, Environment = "XDG_CONFIG_HOME={folder}/damaged" },
        new(
            "list", 1,
            "{folder}/damaged2/hansard/login.json is damaged: 'hansard login' makes it anew.")
        {
            Environment = $"{NoServer} XDG_CONFIG_HOME={{folder}}/damaged2",
        },
        new(
            "login {server} --no-keyring", 0,
            "the key is in {folder}/home/.config/hansard/login.json, which only you can read.",
            ".Logged in to {server}, project {*}, key key.",
            "warning: HANSARD_URL is set, and goes before this login.",
            "warning: HANSARD_API_KEY is set, and goes before this login.") { Input = "key.txt", Output = null },
        new(
            "login {server}", 0,
            "the key is in the system's keyring.",
            ".Logged in to {server}, project {*}, key key.")
        {
            Input = "key.txt",
            Output = null,
            Environment = $"{NoServer} PATH={{folder}}/ring:$PATH",
        },
        new(
            "list", 1,
            "The keyring does not give out the key of {server}: unlock it, set HANSARD_API_KEY, or run 'hansard "
            + "login' again.") { Environment = $"{NoServer} PATH={{folder}}/no-ring:$PATH" },
        new(
            "list --url {server}", 1,
            "{server} does not know the API key of --url and HANSARD_API_KEY: 'hansard login' keeps another one.")
        {
            Environment = "HANSARD_URL= HANSARD_API_KEY=hsd_other",
        },
        new(
            "list", 1, "{server} does not know the API key of 'hansard login' and the keyring: 'hansard login' keeps another one.")
        {
            Before = "echo hsd_other >secret", Environment = $"{NoServer} PATH={{folder}}/ring:$PATH",
        },
        new("list --url {nobody}", 1, "http://127.0.0.1:1 cannot be reached: nothing listens there. Is the server running?"),
        new("list --url http://name.invalid", 1, "http://name.invalid cannot be reached: there is no machine of that name."),
        new(
            "login {server}", 2, ".API key of {server} (Enter for none):",
            "What was typed is no API key: a key is one word of ASCII characters.")
        {
            Input = "/dev/tty",
            OnlyInTerminal = true,
            Until = "Enter for none",
            Typed = "a key",
        },
    ];
}
