using System.CommandLine;
using Hansard.Cli.Display;
using Hansard.Cli.Serve;
using Hansard.Server.Projects;
using Hansard.Server.Storage;

namespace Hansard.Cli.Keys;

/// <summary>hansard keys: makes, lists and revokes the keys of a server, which may be running.</summary>
internal static class KeysCommand
{
    private static readonly Option<string?> Data = ServerDataOptions.Data();
    private static readonly Option<string?> Config = ServerDataOptions.Config();
    private static readonly Option<string?> Database = ServerDataOptions.Database();

    /// <summary>The command.</summary>
    public static Command Create()
        => new("keys", "Make, list and revoke API keys. Works on the database, whether the server runs or not.")
        {
            NewKey(), List(), Revoke(),
        };

    private static Command NewKey()
    {
        var project = ServerDataOptions.Project("The project whose files and transcriptions the key opens; made when it is new.");
        var name = new Option<string>("--name") { Description = "What to call the key.", DefaultValueFactory = _ => "key" };
        var admin = new Option<bool>("--admin")
        {
            Description = "Let the key see and change the settings of the whole server as well: projects, keys, models, storage.",
        };
        var command = new Command("create", "Make a key, and print it: nothing can show it again.")
        {
            project, name, admin, Data, Config, Database,
        };
        command.SetAction((arguments, cancellationToken) => WithProjectsAsync(arguments, create: true, async projects =>
        {
            var projectName = ServerData.CheckedName(arguments.GetValue(project)!);
            var keyName = arguments.GetValue(name)!.Trim();
            if (!Project.IsName(keyName)) throw new InvalidDataException($"A key's name has 1 to {Project.MaximumName} characters.");
            var isAdmin = arguments.GetValue(admin);
            Console.WriteLine(await projects.CreateKeyAsync(projectName, keyName, isAdmin, cancellationToken).ConfigureAwait(false));
        }));
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "List keys, without their secrets.") { Data, Config, Database };
        command.SetAction((arguments, _) => WithProjectsAsync(arguments, create: false, projects =>
        {
            Table.Write(
                Console.Out,
                [
                    new Column<ApiKeyInfo>("ID", key => key.Id),
                    new("PROJECT", key => key.Project) { MayBeCut = true },
                    new("NAME", key => key.Name) { MayBeCut = true },
                    new("KEY", key => key.Hint, Rank: 2),
                    new("ADMIN", key => key.IsAdmin ? "yes" : "no", Rank: 3),
                    new("CREATED", key => Timestamp.ToIso(key.CreatedAt), Rank: 4),
                    new("REVOKED", key => key.RevokedAt is { } time ? Timestamp.ToIso(time) : "", Rank: 1),
                ],
                [.. projects.Keys()],
                Table.TerminalWidth);

            return Task.CompletedTask;
        }));
        return command;
    }

    private static Command Revoke()
    {
        var id = new Argument<string>("ID") { Description = "The key's id, as 'hansard keys list' shows it." };
        var command = new Command("revoke", "Make a key invalid, at once and for good.") { id, Data, Config, Database };
        command.SetAction((arguments, cancellationToken) => WithProjectsAsync(arguments, create: false, async projects =>
        {
            if (!await projects.RevokeAsync(arguments.GetValue(id)!, cancellationToken).ConfigureAwait(false))
                throw new InvalidDataException($"No valid key has the id '{arguments.GetValue(id)}': see 'hansard keys list'.");
        }));
        return command;
    }

    private static async Task<int> WithProjectsAsync(ParseResult arguments, bool create, Func<IProjectStore, Task> action)
    {
        var missing = create ? MissingData.MakeDatabase : MissingData.Refuse;
        using var data = ServerData.Open(
            arguments.GetValue(Data), arguments.GetValue(Config), missing, database: arguments.GetValue(Database));
        await action(data.Projects).ConfigureAwait(false);
        return 0;
    }
}
