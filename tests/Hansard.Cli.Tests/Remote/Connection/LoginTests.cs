using Hansard.Cli.Tests.Transcribe.Progress;
using static Hansard.Cli.Tests.HansardProcess;

namespace Hansard.Cli.Tests.Remote.Connection;

[Collection(RemoteServerTests.Name)]
public sealed class LoginTests(RemoteServer server)
{
    [Fact]
    public async Task A_key_from_standard_input_is_kept_for_its_server_in_a_file_of_the_users_own()
    {
        var user = await server.NewUserAsync();
        var address = server.Address.OriginalString;

        var login = await user.RunAsync(user.Bare, user.Key + "\n", "login", address);

        var path = Path.Combine(user.Home, ".config", "hansard", "login.json");
        Assert.Equal(0, login.Code);
        Assert.Matches($"^Logged in to {address}, project [0-9a-f]{{32}}, key key\\.\n$", login.Output);
        Assert.Equal($"hansard: the key is in {path}, which only you can read: there is no keyring here.\n", login.Error);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
                File.GetUnixFileMode(Path.GetDirectoryName(path)!));
        }
        Assert.Equal(0, (await user.RunAsync(user.Bare, "", "list")).Code);
        // Another server does not get the key.
        await using var other = await Intermediary.StartAsync(server.Address, async (context, forward) =>
        {
            Assert.Empty(context.Request.Headers.Authorization.ToString());
            await forward();
        });
        var elsewhere = await user.RunAsync(user.Bare, "", "list", "--url", other.Address.OriginalString);
        MustBeOneSentence(elsewhere, "wants an API key: 'hansard login' keeps one, or set HANSARD_API_KEY.");

        var logout = await user.RunAsync(user.Bare, "", "logout");
        Assert.Equal((0, $"Logged out of {address}.\n"), (logout.Code, logout.Output));
        Assert.False(File.Exists(path));
        var after = await user.RunAsync(user.Bare, "", "list");
        Assert.Equal(
            (2, "hansard: No server is known: 'hansard login URL' keeps one, or set HANSARD_URL and HANSARD_API_KEY. A server of your own "
                + "is 'hansard serve'.\n"),
            (after.Code, after.Error));
    }

    [Fact]
    public async Task A_key_that_the_server_does_not_know_is_not_kept_and_not_shown()
    {
        var user = await server.NewUserAsync();

        var login = await user.RunAsync(user.Bare, "hsd_no-such-key", "login", server.Address.OriginalString);

        MustBeOneSentence(login, "does not know the API key of this login: 'hansard login' keeps another one.");
        Assert.DoesNotContain("hsd_no-such-key", login.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(user.Home, ".config", "hansard")));
        var words = await user.RunAsync(user.Bare, "two words", "login", server.Address.OriginalString);
        Assert.Equal(
            (2, "hansard: What standard input holds is no API key: a key is one word of ASCII characters.\n"), (words.Code, words.Error));
    }

    [Fact]
    public async Task A_keyring_that_answers_has_the_key_and_the_file_does_not()
    {
        // Stands for the keyring of a desktop's session, which a test has none of.
        const string Script = """
            #!/bin/sh
            case "$*" in *hsd_*) exit 9 ;; esac
            case $1 in
                store) cat >"$HOME/keyring" ;;
                lookup) cat "$HOME/keyring" ;;
                clear) rm "$HOME/keyring" ;;
            esac
            """;
        Assert.SkipUnless(OperatingSystem.IsLinux(), "secret-tool is a program of Linux.");
        var user = await server.NewUserAsync();
        var tool = Path.Combine(user.Home, "secret-tool");
        await File.WriteAllTextAsync(tool, Script, TestContext.Current.CancellationToken);
        const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(tool, Executable);
        var session = new Dictionary<string, string>(user.Bare) { ["PATH"] = $"{user.Home}:{Environment.GetEnvironmentVariable("PATH")}" };

        var login = await user.RunAsync(session, user.Key, "login", server.Address.OriginalString);

        Assert.Equal((0, "hansard: the key is in the system's keyring.\n"), (login.Code, login.Error));
        var file = await File.ReadAllTextAsync(
            Path.Combine(user.Home, ".config", "hansard", "login.json"), TestContext.Current.CancellationToken);
        Assert.DoesNotContain(user.Key, file, StringComparison.Ordinal);
        Assert.Equal(0, (await user.RunAsync(session, "", "list")).Code);
        MustBeOneSentence(await user.RunAsync(user.Bare, "", "list"), "The keyring does not give out the key");
        Assert.Equal(0, (await user.RunAsync(session, "", "logout")).Code);
        Assert.False(File.Exists(Path.Combine(user.Home, "keyring")));
    }

    [Theory]
    [InlineData(80)]
    [InlineData(200)]
    [Requires("tmux")]
    public async Task A_key_that_is_typed_is_not_shown(int columns)
    {
        var user = await server.NewUserAsync();
        await using var terminal = await Terminal.StartAsync(
            columns, 24, user.Home, user.Bare, ["login", server.Address.OriginalString]);
        Assert.NotNull(await terminal.WaitForAsync(screen => screen.Contains("(Enter for none):", StringComparison.Ordinal)));
        await terminal.TypeAsync(user.Key);
        var (code, screen) = await terminal.WaitForExitAsync();

        Assert.Equal(0, code);
        Assert.DoesNotContain("hsd_", screen, StringComparison.Ordinal);
        Assert.Contains("Logged in to ", screen, StringComparison.Ordinal);
    }
}
