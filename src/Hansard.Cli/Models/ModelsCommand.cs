using System.CommandLine;
using Hansard.Cli.Usage;
using Hansard.Engine.Models;
using Hansard.Server.ModelDownloads;
using Hansard.Server.ModelDownloads.Hub;
using Spectre.Console;

namespace Hansard.Cli.Models;

/// <summary>hansard models: lists, fetches and checks models.</summary>
internal static class ModelsCommand
{
    /// <summary>The command.</summary>
    public static Command Create() => new("models", "List, fetch and check models.") { List(), Pull(), Verify() };

    private static Command List()
    {
        var command = new Command("list", "List the models of the catalogue, and which of them are here.");
        command.SetAction(_ => ModelTable.Write(Console.Out, Open()));
        return command;
    }

    private static Command Pull()
    {
        var names = new Argument<string[]>("NAME")
        {
            Description = "The models' names, as 'hansard models list' shows them, "
                + "or hf:OWNER/NAME[@REVISION] for a Whisper on Hugging Face.",
            Arity = ArgumentArity.OneOrMore,
        };
        var from = new Option<Uri?>("--from")
        {
            Description = "Another address that has the model's files by their paths, such as a mirror.",
            CustomParser = result => Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var address) ? address : Refuse(result),
        };
        var command = new Command("pull", "Download models. One that was interrupted goes on where it stopped.") { names, from };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var store = Open();
            var models = arguments.GetValue(names)!.Select(name => Wanted(store, name)).ToList();
            if (arguments.GetValue(from) is not null && models.Count > 1)
                throw new UsageException("--from is the address of one model: pull one at a time.");
            if (arguments.GetValue(from) is not null && models.Exists(model => model.Hub is not null))
                throw new UsageException($"--from is for models of the catalogue: {HubClient.EndpointVariable} names another hub.");
            using var http = FileDownload.CreateClient();
            var download = new ModelDownload(store, new FileDownload(http, new DownloadOptions()));
            foreach (var model in models)
            {
                var pulled = new PulledModel(model, 0);
                async Task RunAsync(IProgress<DownloadProgress> progress) => pulled = model.Hub is { } name
                    ? await FromHubAsync(store, name, progress, cancellationToken).ConfigureAwait(false)
                    : pulled with
                    {
                        Count = await download.RunAsync(model, arguments.GetValue(from), progress, cancellationToken).ConfigureAwait(false),
                    };

                if (Console.IsErrorRedirected) await RunAsync(new ProgressLines(Console.Error)).ConfigureAwait(false);
                else await ProgressBar.RunAsync(AnsiConsole.Create(Terminal()), RunAsync).ConfigureAwait(false);
                Console.WriteLine(pulled.Count == 0
                    ? $"{pulled.Model.Name}: already here and as it should be"
                    : $"{pulled.Model.Name}: downloaded to {store.FolderOf(pulled.Model)}");
            }

            return 0;
        });
        return command;
    }

    private static async Task<PulledModel> FromHubAsync(
        ModelStore store, HubModelName name, IProgress<DownloadProgress> progress, CancellationToken cancellationToken)
    {
        using var hub = HubClient.Create(store.Catalogue);
        return await new HubPull(store, hub, new DownloadOptions()).RunAsync(name, progress, cancellationToken).ConfigureAwait(false);
    }

    private static Command Verify()
    {
        var names = new Argument<string[]>("NAME")
        {
            Description = "The models' names. Default: all that are here.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command("verify", "Check the files of models by SHA-256.") { names };
        command.SetAction((arguments, cancellationToken) =>
        {
            var store = Open();
            var models = arguments.GetValue(names) is { Length: > 0 } wanted
                ? wanted.Select(name => Find(store, name))
                : store.Models.Where(model => model.Download is null || Directory.Exists(store.FolderOf(model)));
            var bad = 0;
            foreach (var model in models)
            {
                foreach (var check in store.Check(model))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    if (check.Result is FileCheckResult.Missing or FileCheckResult.Different) bad++;
                    Console.WriteLine($"{model.Name}/{check.Path}: {Words(check)}");
                }
            }

            if (bad == 0) return Task.FromResult(0);
            Console.Error.WriteLine(
                $"hansard: {(bad == 1 ? "1 file is not as it" : $"{bad} files are not as they")} should be. 'hansard models pull NAME' "
                + "fetches those again; 'git checkout -- models' restores the repository's own.");
            return Task.FromResult(CommandLine.Failed);
        });
        return command;
    }

    private static ModelStore Open() => ModelStore.Open(ModelsDirectory.Find());

    /// <summary>A model that is to be pulled: of the catalogue, or of a hub, whose files are not known yet.</summary>
    private static ModelEntry Wanted(ModelStore store, string name)
        => HubModelName.Parse(name) is { } ofHub ? ModelStore.OfHub(ofHub, []) : Find(store, name);

    private static ModelEntry Find(ModelStore store, string name)
        => store.Find(name) ?? throw new UsageException($"The catalogue has no model '{name}': see 'hansard models list'.");

    // Whether anybody can be asked is of no concern, and would take the bar away where standard input is no terminal.
    private static AnsiConsoleSettings Terminal()
        => new() { Out = new AnsiConsoleOutput(Console.Error), Interactive = InteractionSupport.Yes };

    private static Uri? Refuse(System.CommandLine.Parsing.ArgumentResult result)
    {
        result.AddError($"--from takes an address, such as https://example.org/models/, not '{result.Tokens[0].Value}'.");
        return null;
    }

    private static string Words(FileCheck check) => check.Result switch
    {
        FileCheckResult.Good => "good",
        FileCheckResult.Unknown => "there, but no checksum is known",
        FileCheckResult.Missing => "missing",
        _ => $"WRONG: its SHA-256 is {check.Actual}, but it has to be {check.Expected}",
    };
}
