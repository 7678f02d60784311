using System.CommandLine;
using Hansard.Cli;
using Hansard.Cli.Align;
using Hansard.Cli.Completion;
using Hansard.Cli.Doctor;
using Hansard.Cli.Help;
using Hansard.Cli.Keys;
using Hansard.Cli.Models;
using Hansard.Cli.Remote.Jobs;
using Hansard.Cli.Remote.Listing;
using Hansard.Cli.Remote.SignIn;
using Hansard.Cli.Remote.Transcripts;
using Hansard.Cli.Serve;
using Hansard.Cli.Speakers;
using Hansard.Cli.Storage;
using Hansard.Cli.Transcribe;
using Hansard.Cli.Watch;

DiagnosticPort.Hide();

// A command's name, options and action are beside each other in its Create(). First those that work here, then those that ask a server.
var root = new RootCommand("Hansard turns recordings into text, on your own machine.")
{
    TranscribeCommand.Create(),
    WatchCommand.Create(),
    AlignCommand.Create(),
    ServeCommand.Create(),
    KeysCommand.Create(),
    SpeakersCommand.Create(),
    StorageCommand.Create(),
    MigrateCommand.Create(),
    BackupCommand.Create(),
    RestoreCommand.Create(),
    ModelsCommand.Create(),
    DoctorCommand.Create(),
    LoginCommand.Create(),
    LogoutCommand.Create(),
    UploadCommand.Create(),
    SubmitCommand.Create(),
    WaitCommand.Create(),
    ListCommand.Create(),
    ShowCommand.Create(),
    GetCommand.Create(),
    ExportCommand.Create(),
    CancelCommand.Create(),
    DeleteCommand.Create(),
    UsageCommand.Create(),
    AccessLogCommand.Create(),
};

root.Subcommands.Add(HelpCommand.Create(root));
root.Subcommands.Add(CompletionCommand.Create(root));
root.Subcommands.Add(ManualPage.Create(root));
HelpWithExamples.AddTo(root);

// [suggest] and the like are for programmers of command lines, and not for a recording of that name.
root.Directives.Clear();
return await CommandLine.RunAsync(root, args);
