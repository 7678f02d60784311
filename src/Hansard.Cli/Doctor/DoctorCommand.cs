using System.CommandLine;
using Hansard.Cli.Display;
using Hansard.Cli.Remote.Connection;
using Hansard.Cli.Serve;
using Hansard.Server.Configuration;
using ConnectionOptions = Hansard.Cli.Remote.Connection.ConnectionOptions;

namespace Hansard.Cli.Doctor;

/// <summary>hansard doctor: finds out what is wrong, here and on the server.</summary>
internal static class DoctorCommand
{
    private const int NameWidth = 10;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print a JSON array." };
        var node = new ServerOptions(
            ServerDataOptions.Data(), ServerDataOptions.Database(), ServerDataOptions.Objects(), ServerDataOptions.Config());
        var command = new Command(
            "doctor",
            "Find out what is wrong on this machine, with the database of a server's data directory, for a node of several also with their "
            + "database, recordings and ports, and on the server where one is known. Exit code 1 if something is.")
        {
            json, node.Data, node.Database, node.Objects, node.Config,
        };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            await Task.Yield(); // Until then an interrupt would end the process at once.
            var isJson = arguments.GetValue(json);
            var checks = new List<Check>();
            await foreach (var check in RunAsync(arguments, node, cancellationToken).ConfigureAwait(false))
            {
                checks.Add(check);
                if (!isJson) Write(check);
            }
            if (isJson) JsonOutput.Write(checks);
            return checks.Any(check => check.State is CheckState.Wrong) ? CommandLine.Failed : 0;
        });
        return command.WithConnection();
    }

    private static async IAsyncEnumerable<Check> RunAsync(
        ParseResult arguments, ServerOptions node,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Check? last = null;
        await foreach (var check in LocalChecks.RunAsync(cancellationToken).ConfigureAwait(false)) yield return last = check;
        await foreach (var check in OfServer(arguments, node, cancellationToken).ConfigureAwait(false)) yield return check;
        ServerConnection? connection = null;
        Check? fault = null;
        try
        {
            connection = await ConnectionOptions.FindAsync(arguments, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            fault = Check.Wrong("server", Printable.Of(e.Message));
        }
        if (fault is not null && fault.Text == last?.Text) yield break; // Of the login, which has been told.
        if (connection is null)
        {
            yield return fault ?? Check.Noted("server", "none is known: 'hansard login URL' keeps one, for the commands that need one");
            yield break;
        }
        await foreach (var check in ServerChecks.RunAsync(connection, cancellationToken).ConfigureAwait(false)) yield return check;
    }

    // With the settings that 'serve' has on this machine.
    private static async IAsyncEnumerable<Check> OfServer(
        ParseResult arguments, ServerOptions node,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        HansardServerOptions? options = null;
        Check? fault = null;
        try
        {
            options = ServerDataOptions.Load(
                arguments.GetValue(node.Data), arguments.GetValue(node.Config), arguments.GetValue(node.Objects),
                arguments.GetValue(node.Database));
        }
        catch (InvalidConfigurationException e)
        {
            fault = Check.Wrong("settings", Printable.Of(e.Message));
        }
        if (options is null)
        {
            yield return fault!;
            yield break;
        }
        if (DataChecks.Run(options, arguments.GetValue(node.Data) is not null, cancellationToken) is { } data) yield return data;
        await foreach (var check in NodeChecks.RunAsync(options, cancellationToken).ConfigureAwait(false)) yield return check;
    }

    private static void Write(Check check)
    {
        var sign = check.State switch { CheckState.Good => '✓', CheckState.Noted => '!', _ => '✗' };
        var head = $"{sign} {check.Name.PadRight(NameWidth)}  ";
        var room = (Table.TerminalWidth ?? int.MaxValue) - head.Length;
        Console.WriteLine($"{head}{string.Join($"\n{new string(' ', head.Length)}", Wrap(check.Text, Math.Max(20, room)))}");
    }

    // In a pipe, a check is a line.
    private static IEnumerable<string> Wrap(string text, int room)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > room)
            {
                yield return line;
                line = word;
            }
            else
            {
                line = line.Length == 0 ? word : $"{line} {word}";
            }
        }
        yield return line;
    }

    private sealed record ServerOptions(
        Option<string?> Data, Option<string?> Database, Option<string?> Objects, Option<string?> Config);
}
