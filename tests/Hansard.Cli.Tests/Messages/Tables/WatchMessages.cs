namespace Hansard.Cli.Tests.Messages.Tables;

/// <summary>A folder that is watched.</summary>
internal static class WatchMessages
{
    private const string Fast = "--once --settle 0.3 --beam 1 -l en";

    /// <summary>The calls.</summary>
    public static IReadOnlyList<MessageRow> Rows { get; } =
    [
        new("watch empty --to kept.txt", 2, "Nothing can be written to 'kept.txt': a file of that name is in the way."),
        new($"watch in --to out {Fast}", 0, "a.wav: written a.txt", ".1 written"),
        new(
            $"watch in --to out {Fast}", 1, "bad.mp3: The file is not a recording in a known format{*}", ".0 written, 1 failed:",
            ".  bad.mp3: The file is not a recording in a known format{*}")
        {
            Before = "cp broken.wav in/bad.mp3",
        },
        new($"watch in --to out {Fast}", 0, "b.wav: renamed from a.wav, and so are its transcripts", ".0 written, 1 renamed")
        {
            Before = "rm in/bad.mp3; mv in/a.wav in/b.wav",
        },
        new(
            $"watch in --to out {Fast}", 0, "c.wav: a copy of b.wav, and so are its transcripts",
            ".0 written, 1 copied, 1 still changing")
        {
            Before = "cp in/b.wav in/c.wav; touch busy; (while [ -e busy ]; do date >>in/new.wav; sleep 0.02; done) &",
        },
        new("watch empty --to kept.txt/out", 2, "Nothing can be written to 'kept.txt/out': a part of its path is a file.")
        {
            Before = "rm busy",
        },
        new(
            $"watch shut --to shut-out {Fast}", 1, "closed: The folder may not be read: check its permissions.", ".0 written, 1 failed:",
            ".  closed: The folder may not be read: check its permissions.")
        {
            Before = "mkdir -p shut/closed; chmod 0 shut/closed",
            HeedsPermissions = true,
        },
        new("watch empty", 0, "watching 'empty', transcripts go beside the recordings. Ctrl-C ends.", ".0 written")
        {
            Before = "chmod 700 shut/closed",
            Until = "Ctrl-C ends",
        },
    ];
}
