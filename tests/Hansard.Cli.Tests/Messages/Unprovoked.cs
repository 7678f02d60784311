using Hansard.Cli.Tests.Align;
using Hansard.Cli.Tests.Remote.Jobs;
using Hansard.Cli.Tests.Storage;
using Hansard.Cli.Tests.Transcribe;
using Hansard.Cli.Tests.Transcribe.Output;

namespace Hansard.Cli.Tests.Messages;

/// <summary>Messages that no row shows, and why.</summary>
internal static class Unprovoked
{
    private const string Long = "It takes longer to appear than a test may.";
    private const string Progress = "It is a part of the progress, and gone at the end.";
    private const string Place = "It takes a place or a database that servers share.";
    private const string Nodes = "It takes several nodes, as FleetChecksTests and NodeChecksTests have them.";
    private const string Lost = "It takes a recording whose bytes are gone.";
    private const string Text = "It takes a text with its recording, as AlignCommandTests has them.";
    private const string Race = "It takes another program at a certain moment.";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<UnprovokedMessage> Messages { get; } =
    [
        new("it does not answer.", Long),
        new("Name one recording: its text is that of no other.", Text, typeof(AlignCommandTests)),
        new("There is no text in '{}'.", Text, typeof(AlignCommandTests)),
        new("'{}' is no text to align. {}", Text, typeof(AlignCommandTests)),
        new("--track all has no meaning: a text is of one track.", Text, typeof(AlignCommandTests)),
        new("{} of {} words of the text are said; ", Text, typeof(AlignCommandTests)),
        new("{} stretches of speech have no text.", Text, typeof(AlignCommandTests)),
        new("  not said: {}, which would be at {}", Text, typeof(AlignCommandTests)),
        new("  no text: {} to {}, heard: {}", Text, typeof(AlignCommandTests)),
        new("  … and {} more; --format json has all.", Text, typeof(AlignCommandTests)),
        new("The text '{}' has more than {} MiB.", "It takes a text as long as a month of speech."),
        new("--to is not an address of a PostgreSQL: {}", Place),
        new("Copied {} rows of {} tables, and compared them.", Place, typeof(MigrateCommandTests)),
        new("Copy {} into the data directory of each node: without it, no voice of a known speaker can be read.", Place),
        new(
            "Then stop the old server, run this once more, and start the new one: hansard serve --database {} --objects {}", Place,
            typeof(MigrateCommandTests)),
        new("Name the place with --objects FOLDER or --objects s3://BUCKET/PREFIX.", Place, typeof(StorageCommandTests)),
        new("A server that does not read recordings from {} uses {}: start it with --objects {} first.", Place),
        new("Copied {} recordings to {}; {} were there; {} could not be copied.", Place, typeof(StorageCommandTests)),
        new("Removed {} recordings from the data directory.", Place, typeof(StorageCommandTests)),
        new("hansard: {}: its bytes are not in the data directory, and not in the backup.", Lost, typeof(BackupCommandTests)),
        new("{}, without {} that were missing when it was made", Lost, typeof(BackupCommandTests)),
        new("{} does not answer.", Long),
        new("the connection is not answered.", Long),
        new("nothing has got through for a while", Long),
        new("The recording does not end: it has more than {} GiB already.", Long),
        new("the connection broke off ({}).", "It takes a connection that is closed in good order, half-way through an answer."),
        new("No events at this time.", "It is caught by the one who waits for events, and asks again."),
        new("[yellow]{}: {}; trying again[/]", "It is markup: the terminal shows it without, as a row of 'models pull' has it."),
        new("the room in {} is not known: {}", "Every file system that tests have tells its room."),
        new("none: others can read the key on the way. Use https.", "It takes a server with a public name."),
        new("by a proxy; the certificate cannot be seen from here ({})", "It takes a name that a proxy alone can resolve."),
        new("The file cannot be read: {}", "It takes a disk that fails after the file has been opened."),
        new("The file changed while it was read: run the command again when nothing writes to it.", Race, typeof(SubmitTests)),
        new(
            "Another hansard is submitting this, with the same options: wait for it, or end it.",
            "It takes two calls at once.", typeof(SubmitTests)),
        new("'{}' cannot be kept: other programs delete it.", Race),
        new("'{}' has been made by another program in the meantime. The transcript is in '{}'.", Race),
        new("{} The transcript is in '{}'.", "It takes a disk that fails once the transcript is beside its place."),
        new("'{}' is a disk, which is not written to.", "It takes a disk, which containers lack."),
        new("'{}' cannot be followed: its links lead in a circle.", "The file's status, which is asked for first, says so itself."),
        new("The file cannot be opened: {}.", "It takes a name that is not UTF-8, and a fault that is no missing file or permission."),
        new(
            "--identify: the voices of all known speakers are of another speaker model than {}: leave out --speaker-model, or add ",
            "It takes a second speaker model, and the repository has one."),
        new("them again.", "As the line before."),
        new(
            "warning: What is said in {} is not translated: there is no translator. See 'hansard models list'.",
            "It takes an installation without Apertium's languages.", typeof(TranslateTests)),
        new("{}{} It is tried again.", "It takes a fault that passes, between two looks into the folder."),
        new("The recording cannot be read: {}", "It takes a pipe that fails while it is read."),
        new(
            "It has to be kept in '{}' until it is sent, and cannot: {} TMPDIR names another folder.",
            "It takes a folder of temporary files that is there for .NET, and full."),
        new(" 'hansard get {}' brings its transcript, once it is done.", "It takes a wait that breaks off after a pipe was sent."),
        new(" The recording is on the server: submit {} instead.", "It takes a refusal after a pipe was sent.", typeof(PipeTests)),
        new(" The recording has to be sent again.", "It takes an interrupt while a pipe is read.", typeof(PipeTests)),
        new("The same command goes on where it was, and needs standard input again.", Long),
        new("Nobody reads it any more.", "It takes a reader that goes away.", typeof(OutputTests)),
        new(
            "doc odt rtf pdf html htm epub tex xml xls xlsx ods tsv yaml yml ttml dfxp itt sbv ssa sub stl scc lrc smi textgrid eaf gz zip",
            "It is a list of endings, and no message."),
        new("{} of {} done{}", Progress),
        new("{} recordings run", Progress),
        new("{} recordings so far", Progress),
        new("{} does not answer: see whether it runs, and whether {} ", Nodes),
        new("reaches its port.", Nodes),
        new("{} is {} seconds away from the node that was ", Nodes),
        new("asked: let both machines set their clocks by the network (chrony, systemd-timesyncd).", Nodes),
        new("{}: bring all nodes to the newest.", Nodes),
        new("none of {} transcribes, and {} jobs wait: start one with --role worker.", Nodes),
        new("{} answer, {} of them transcribe; {} jobs wait", Nodes),
        new("{} lacks {}, which other workers have: it gets no jobs ", Nodes),
        new("of these. 'hansard models pull {}' there fetches it.", Nodes),
        new("none: whoever reaches the nodes' ports can take part. Give each Cluster:Certificate, Cluster:Key and ", Nodes),
        new("Cluster:Authority, or let only nodes into that network.", Nodes),
        new("PostgreSQL {}, answers within {}", Nodes),
        new("{}; no node has been started with it yet: 'hansard serve' makes its tables.", Nodes),
        new("{}: that is slow, let nodes and database be in one network.", Nodes),
        new("{}. See that it runs, that --database names its host, port, user and name, and that ", Nodes),
        new("PGPASSWORD, PGPASSFILE or DatabasePasswordFile has the password.", Nodes),
        new("{} away from the database's", Nodes),
        new("{} seconds {} the database's: let both ", Nodes),
        new("ahead of", Nodes),
        new("machines set their clocks by the network (chrony, systemd-timesyncd).", Nodes),
        new("{}: renew it soon, and start the node again.", Nodes),
        new("{} has given no sign of life for {} s: if it does not run, others forget it ", Nodes),
        new("within a minute; if it does, see whether it reaches the database.", Nodes),
        new("{} is reached within {}", Nodes),
        new("{} lives, and its port cannot be reached from here ({}): let ", Nodes),
        new(
            "nodes reach each other's ports through firewalls (--cluster-port fixes a node's), and see that Cluster:Address, where ",
            Nodes),
        new("it is set, is an address that the others reach.", Nodes),
        new("{} and this node do not trust each other ({}): give all nodes ", Nodes),
        new("certificates of the same Cluster:Authority.", Nodes),
        new("{}: something was stored, read and removed within {}", Nodes),
        new("{}: that is slow, let nodes and recordings be in one network.", Nodes),
    ];
}

/// <summary>A message that no row shows.</summary>
/// <param name="Text">As the sources have it; <c>{}</c> stands for what is put into it.</param>
/// <param name="Reason">The reason.</param>
/// <param name="HeldBy">The class that tests it otherwise; null where none can.</param>
internal sealed record UnprovokedMessage(string Text, string Reason, Type? HeldBy = null);
