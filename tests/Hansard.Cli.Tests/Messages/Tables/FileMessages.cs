namespace Hansard.Cli.Tests.Messages.Tables;

/// <summary>Files and folders that cannot be read or written, and options that have no effect.</summary>
internal static class FileMessages
{
    /// <summary>The calls.</summary>
    public static IReadOnlyList<MessageRow> Rows { get; } =
    [
        // Files.
        new("transcribe a.wav --context none.json", 2,
            "--context: 'none.json' cannot be read: there is no such file."),
        new("transcribe - -", 2, "Standard input can be read only once, and is named several times."),
        new("transcribe a.wav -o a.wav", 2,
            "The transcript of 'a.wav' would go to 'a.wav': what is read in a call is never written over. Give another --output."),
        new("transcribe a.wav ./a.wav -o out", 2,
            "'a.wav' and './a.wav' would both be written to 'out/a.txt': transcribe them into different folders."),
        new("transcribe a.wav -o none/b.txt", 2, "The folder '{folder}/none' of --output does not exist."),
        new("transcribe a.wav c.wav -o both.srt", 2,
            "'both.srt' names one file, and there are several recordings: give --output a folder."),
        new("transcribe a.wav c.wav -o kept.txt", 2, "'kept.txt' is not a folder, which --output has to be for several recordings."),
        new("transcribe a.wav -f srt,docx", 2,
            "Several formats are several files: give --output a folder, or their name without extension."),
        new("transcribe a.wav --translate es,pt", 2,
            "Several translations are several files: give --output a folder, or their name without extension."),
        new("transcribe a.wav -o kept.txt", 1,
            "a.wav: 'kept.txt' exists, so it was skipped. --overwrite writes over it; with --skip-existing this is no failure."),
        new("transcribe a.wav -o kept.txt --skip-existing", 0, "a.wav: 'kept.txt' exists, so it was skipped."),
        new("transcribe a.wav -o kept.txt --skip-existing -q", 0),
        new("transcribe none.wav", 1, "none.wav: There is no such file."),
        new("transcribe empty", 1, "empty: There is no recording in this folder: name its files if they are some."),

        // A text and its recording.
        new("align - kept.txt", 2, "The recording must be a file: only the text may come from standard input."),
        new("align a.wav kept.txt -f srt,vtt", 2, "--format takes one format here: align once for each."),
        new("align a.wav kept.txt -f rttm", 2, "--format rttm is for speakers, of whom a text says nothing."),
        new("align a.wav kept.txt -o kept.txt", 1, "'kept.txt' exists. --overwrite writes over it."),
        new("align a.wav none.txt", 1, "There is no file 'none.txt', which is to be the text of the recording."),

        // What has no effect, told before a recording that is not there ends the call.
        new("transcribe none.wav --overwrite", 1,
            "warning: --overwrite has no effect on standard output.", "none.wav: There is no such file."),
        new("transcribe none.wav --term ' '", 1, "warning: A blank --term is ignored.", "none.wav: There is no such file."),
        new("transcribe none.wav --context odd.json", 1,
            "warning: --context: 'temrs' in 'odd.json' is ignored: a context has general, text, terms or translation_terms. "
            + "Did you mean 'terms'?",
            "warning: --context: a blank entry of 'terms' in 'odd.json' is ignored.", "none.wav: There is no such file."),
        new("transcribe none.wav --context translations.json", 1,
            "warning: The translation_terms of --context have no effect without --translate.", "none.wav: There is no such file."),
        new("transcribe none.wav --channels split --speakers 2", 1,
            "warning: --channels split makes every channel a speaker: the number of speakers counts only where there is one channel.",
            "none.wav: There is no such file."),
        new("transcribe none.wav --channels mix --speaker-model campplus", 1,
            "warning: --channels mix has no effect without --diarize.", "warning: --speaker-model has no effect without --diarize.",
            "none.wav: There is no such file."),
        new("transcribe none.wav -f json --timestamps --line-width 30 --translate es --bilingual --translated-only=false", 1,
            "warning: --timestamps has no effect on json: it is for txt and md.",
            "warning: --line-width has no effect on json: it is for srt, vtt and ass.",
            "warning: --bilingual has no effect on json: it is for srt, vtt and ass.", "none.wav: There is no such file."),
        new("transcribe none.wav -f rttm --translate es --translated-only", 1,
            "warning: --translated-only has no effect on rttm: it is for text and subtitles.", "none.wav: There is no such file."),
        new("transcribe none.wav -f rttm --translate es --translated-only -q", 1, "none.wav: There is no such file."),
        new("transcribe none.wav -o b.md -f srt", 1,
            "warning: 'b.md' is named otherwise than --format says, and gets srt.", "none.wav: There is no such file."),

        new(
            "transcribe none.wav --skip-existing", 1,
            "warning: --skip-existing has no effect on standard output.",
            "none.wav: There is no such file."),
        new(
            "transcribe - ", 2,
            "Standard input is a terminal: send a recording through it, as in 'hansard transcribe - < call.wav'. A file of that "
            + "name is './-'.") { Input = "/dev/tty", OnlyInTerminal = true },
        new(
            "transcribe a.wav -f docx", 2,
            "docx is no text that standard output could show: give --output.") { Output = null, OnlyInTerminal = true },
        new("transcribe a.wav c.wav -f docx", 2, "docx is no text that standard output could show: give --output."),
        new("transcribe a.wav --context large.json", 2, "--context: 'large.json' is larger than 1048576 bytes, which no context is."),
        new(
            "transcribe a.wav --context text.json", 2,
            "--context: 'text.json' is not JSON: 'T' is an invalid start of a value. LineNumber: 0 | BytePositionInLine: 0."),
        new("transcribe a.wav --context wrong.json", 2, "--context: 'context.terms' must be a list. See 'wrong.json'."),
        new("transcribe a.wav --context empty", 2, "--context: 'empty' cannot be read: it is a folder."),
        new(
            "transcribe a.wav --context closed.json", 2,
            "--context: 'closed.json' cannot be read: its permissions do not allow it.") { HeedsPermissions = true },
        new("transcribe a.wav -o kept.txt/b.txt", 2, "'{folder}/kept.txt' of --output is a file, where a folder has to be."),
        new("transcribe a.wav -o kept.txt/b/", 2, "The folder 'kept.txt/b/' of --output cannot be made: a part of its path is a file."),
        new(
            "transcribe two -o out2", 2,
            "A folder in 'out2' of --output cannot be made: a file of that name is in the way.")
        {
            Before = "mkdir -p out2; echo x >out2/sub",
        },
        new(
            "transcribe a.wav -o link.wav", 2,
            "The transcript of 'a.wav' would go to 'link.wav', which is the same file as 'a.wav': what is read in a call is "
            + "never written over. Give another --output.") { Before = "ln -sf a.wav link.wav" },
        new(
            "transcribe a.wav -o closed/b.txt", 1,
            "a.wav: 'closed/b.txt' may not be examined: check the permissions of its folder.") { HeedsPermissions = true },
        new(
            "transcribe a.wav -o closed.json --overwrite", 1,
            "a.wav: 'closed.json' may not be written: check its permissions.") { HeedsPermissions = true },
        new(
            "transcribe a.wav -o closed/in/b.txt", 1,
            "a.wav: 'closed/in/b.txt' may not be examined: check the permissions of its folder.") { HeedsPermissions = true },
        new(
            "transcribe a.wav -o circle --overwrite", 1,
            "a.wav: 'circle' cannot be examined: Too many levels of symbolic links.") { Before = "ln -sf circle circle" },
        new("transcribe a.wav -o socket --overwrite", 1, "a.wav: 'socket' is a socket, which cannot be written to."),
        new(
            "transcribe a.wav -o folder.txt -f txt,srt", 1,
            "a.wav: 'folder.srt' is a folder, where its transcript would go.") { Before = "mkdir -p folder.srt" },
        new("transcribe closed.wav", 1, "closed.wav: The file may not be read: check its permissions.") { HeedsPermissions = true },
        new("transcribe closed/in/a.wav", 1, "closed/in/a.wav: 'closed/in/a.wav' may not be examined: check the permissions of its folder.")
        {
            HeedsPermissions = true,
        },
        new(
            "transcribe closed none.wav", 1, "warning: The folder 'closed' is left out: its permissions do not allow it.",
            "closed: There is no recording in this folder: name its files if they are some.", "none.wav: There is no such file.",
            ".0 written, 2 failed:", ".  closed: There is no recording in this folder: name its files if they are some.",
            ".  none.wav: There is no such file.") { HeedsPermissions = true },
        new(
            "transcribe piped none.wav", 1, "warning: 'piped/p.wav' is left out, as it is no file: name it to have it read.",
            "piped: There is no recording in this folder: name its files if they are some.", "none.wav: There is no such file.",
            ".0 written, 2 failed:", ".  piped: There is no recording in this folder: name its files if they are some.",
            ".  none.wav: There is no such file.") { Before = "mkdir -p piped; [ -p piped/p.wav ] || mkfifo piped/p.wav" },
        new(
            "transcribe a.wav -o talk.pdf", 2,
            "'talk.pdf' would be text, as its format is none of txt, md, json, csv, srt, vtt, ass, rttm or docx: give another name, "
            + "or --format."),
        new(
            "transcribe none.wav none2.wav", 1,
            "none.wav: There is no such file.",
            "none2.wav: There is no such file.",
            ".0 written, 2 failed:",
            ".  none.wav: There is no such file.",
            ".  none2.wav: There is no such file."),
        new(
            "transcribe a.wav c.wav -o done -f txt", 1,
            "a.wav: 'done/a.txt' exists, so it was skipped. --overwrite writes over it; with --skip-existing this is no failure.",
            "c.wav: 'done/c.txt' exists, so it was skipped. --overwrite writes over it; with --skip-existing this is no failure.",
            ".0 written, 2 skipped:",
            ".  a.wav: 'done/a.txt' exists, so it was skipped. --overwrite writes over it; with --skip-existing this is no "
            + "failure.",
            ".  c.wav: 'done/c.txt' exists, so it was skipped. --overwrite writes over it; with --skip-existing this is no "
            + "failure.") { Before = "mkdir -p done; touch done/a.txt done/c.txt" },
        new(
            "transcribe a.wav", 1,
            "ffmpeg is not installed: 'ffmpeg' was not found. Install it with 'apt-get install ffmpeg' (Debian, Ubuntu), 'brew install "
            + "ffmpeg' (macOS) or 'winget install ffmpeg' (Windows).") { Environment = "PATH=/nonexistent" },
    ];
}
