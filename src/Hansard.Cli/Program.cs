using System.CommandLine;
using Hansard.Cli;
using Hansard.Cli.Completion;
using Hansard.Cli.Help;
using Hansard.Cli.Keys;
using Hansard.Cli.Models;
using Hansard.Cli.Serve;
using Hansard.Cli.Speakers;
using Hansard.Cli.Transcribe;
using Hansard.Cli.Watch;

DiagnosticPort.Hide();

// One command per folder; a command's name, options and action are beside each other in its Create().
var root = new RootCommand("Hansard turns recordings into text, on your own machine.")
{
    TranscribeCommand.Create(),
    WatchCommand.Create(),
    ServeCommand.Create(),
    KeysCommand.Create(),
    SpeakersCommand.Create(),
    ModelsCommand.Create(),
};

root.Subcommands.Add(HelpCommand.Create(root));
root.Subcommands.Add(CompletionCommand.Create(root));
root.Subcommands.Add(ManualPage.Create(root));
HelpWithExamples.AddTo(root);

// [suggest] and the like are for programmers of command lines, and not for a recording of that name.
root.Directives.Clear();
return await CommandLine.RunAsync(root, args);
