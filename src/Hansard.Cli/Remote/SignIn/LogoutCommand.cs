using System.CommandLine;
using Hansard.Cli.Remote.Connection;

namespace Hansard.Cli.Remote.SignIn;

/// <summary>hansard logout: forgets the server and the key.</summary>
internal static class LogoutCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("logout", "Forget the server and the key of 'hansard login'. The key stays valid.");
        command.SetAction(async (_, cancellationToken) =>
        {
            await Task.Yield(); // Until then an interrupt would end the process at once.
            SavedLogin? login = null;
            try
            {
                login = SavedLogin.Read();
            }
            catch (InvalidDataException)
            {
                // Gone in a moment.
            }
            if (!File.Exists(SavedLogin.Path))
            {
                Notes.Write("there is no login.");
                return 0;
            }
            if (login is { Keyring: true })
                await Keyring.ForgetAsync(ServerAddress.Parse(login.Url, SavedLogin.Path), cancellationToken).ConfigureAwait(false);
            File.Delete(SavedLogin.Path);
            Console.WriteLine(login is null ? "Logged out." : $"Logged out of {Printable.Of(login.Url)}.");
            return 0;
        });
        return command;
    }
}
