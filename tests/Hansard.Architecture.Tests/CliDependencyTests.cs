namespace Hansard.Architecture.Tests;

/// <summary>Who may use whom inside of the command line, folder by folder: commands stand above what several of them share.</summary>
public sealed class CliDependencyTests
{
    /// <summary>The list of commands and what runs them.</summary>
    private const string Entry = "(entry)";

    private const string Root = "Hansard.Cli";

    private static readonly string[] EntryTypes = ["Program", "Hansard.Cli.CommandLine", "Hansard.Cli.DiagnosticPort"];

    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        [Entry] =
        [
            "Align", "Completion", "Defaults", "Doctor", "Formats",
            "Help", "Keys", "Models", "Remote.Api", "Remote.Jobs", "Remote.Listing", "Remote.SignIn",
            "Remote.Transcripts", "Serve", "Speakers", "Storage", "Transcribe", "Usage", "Watch", Folders.Root,
        ],

        // Commands of this machine.
        ["Align"] =
        [
            Folders.Root, "Files", "Formats", "Progress", "Streams", "Transcribe", "Transcribe.Input", "Transcribe.Options", "Usage",
        ],
        ["Watch"] = [Folders.Root, "Formats", "Transcribe", "Transcribe.Options", "Transcribe.Output", "Usage"],
        ["Transcribe"] = [Folders.Root, "Models", "Progress", "Transcribe.Input", "Transcribe.Options", "Transcribe.Output", "Usage"],
        ["Transcribe.Options"] = [Folders.Root, "Formats", "Languages", "Serve", "Transcribe.Output", "Usage"],
        ["Transcribe.Output"] = [Folders.Root, "Files", "Formats", "Progress", "Streams", "Transcribe.Input", "Usage"],
        ["Transcribe.Input"] = [Folders.Root, "Files", "Streams", "Usage"],
        ["Speakers"] = [Folders.Root, "Display", "Serve", "Usage"],
        ["Keys"] = ["Display", "Serve"],
        ["Storage"] = ["Display", "Serve"],
        ["Serve"] = [Folders.Root, "Models"],
        ["Models"] = ["Display", "Usage"],

        // Commands that ask a server.
        ["Doctor"] = [Folders.Root, "Display", "Remote.Api", "Remote.Connection", "Serve"],
        ["Remote.Jobs"] =
        [
            Folders.Root, "Display", "Files", "Languages", "Progress", "Remote", "Remote.Api", "Remote.Connection",
            "Remote.Transcripts", "Transcribe.Input", "Transcribe.Options", "Streams", "Usage",
        ],
        ["Remote.Listing"] = [Folders.Root, "Display", "Remote", "Remote.Api", "Remote.Connection", "Usage"],
        ["Remote.SignIn"] = [Folders.Root, "Remote", "Remote.Api", "Remote.Connection"],
        ["Remote.Transcripts"] = [Folders.Root, "Files", "Formats", "Remote", "Remote.Api", "Remote.Connection", "Streams", "Usage"],
        ["Remote.Api"] = [Folders.Root, "Remote.Connection"],
        ["Remote.Connection"] = [Folders.Root, "Streams", "Usage"],
        ["Remote"] = [Folders.Root],

        // What several of them share.
        ["Help"] = [Folders.Root, "Completion", "Usage"],
        ["Completion"] = [Folders.Root, "Usage"],
        ["Defaults"] = [Folders.Root, "Usage"],
        ["Formats"] = ["Usage"],
        ["Languages"] = [Folders.Root, "Usage"],
        ["Streams"] = [Folders.Root, "Usage"],
        ["Progress"] = [Folders.Root],
        ["Display"] = [Folders.Root],
        ["Usage"] = [Folders.Root],
        ["Files"] = [Folders.Root],
        [Folders.Root] = [],
    };

    [Fact]
    public void Folders_use_only_what_lies_below_them()
    {
        var arrows = new CompiledAssembly(FolderOf).Read(Path.Combine(AppContext.BaseDirectory, "hansard.dll"));
        Assert.NotEmpty(arrows);
        var faults = new FolderRules(Allowed, []).Faults(arrows);
        Assert.True(faults.Length == 0, faults);
    }

    private static string? FolderOf(string type)
    {
        if (EntryTypes.Contains(type)) return Entry;
        if (!type.StartsWith($"{Root}.", StringComparison.Ordinal)) return null;
        var name = type[(Root.Length + 1)..];
        return name.LastIndexOf('.') is var end and >= 0 ? name[..end] : Folders.Root;
    }
}
