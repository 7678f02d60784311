namespace Hansard.Cli.Help;

/// <summary>A line to try.</summary>
/// <param name="Line">The command line.</param>
/// <param name="Meaning">Its effect.</param>
internal sealed record Example(string Line, string Meaning);

/// <summary>Examples of the commands, for help and for the manual page.</summary>
internal static class Examples
{
    private static readonly Dictionary<string, Example[]> All = new()
    {
        ["hansard"] =
        [
            new("hansard transcribe meeting.m4a", "A transcript on the terminal, while it is recognised."),
            new("hansard serve", "The HTTP service, and its page for browsers."),
            new("hansard help transcribe", "All options of a command."),
        ],
        ["hansard transcribe"] =
        [
            new("hansard transcribe meeting.m4a --diarize -o meeting.docx", "A Word document of who said what."),
            new("hansard transcribe recordings/ -o transcripts/ -f txt,json --skip-existing", "Every recording below a folder, once."),
            new("hansard transcribe film.mkv -l german --translate en --translate es -f srt -o subtitles/",
                "Subtitles in three languages: film.srt, film.en.srt, film.es.srt."),
            new("hansard transcribe lecture.mp4 -o lecture.srt --style netflix --frame-rate 25", "Subtitles as a broadcaster wants them."),
            new("hansard transcribe talk.mp3 --from 1:30 --to 12:00 --timestamps", "A part of a recording, with its times."),
            new("yt-dlp -o - URL | hansard transcribe - --hint pt --hint en", "From another program, in either of two languages."),
        ],
        ["hansard align"] =
        [
            new("hansard align lecture.mp3 lecture.txt -o lecture.srt", "Subtitles of a text that is there already."),
            new("hansard align lecture.mp3 lecture.txt -f json", "Every word with its times, and where text and sound part."),
        ],
        ["hansard watch"] =
        [
            new("hansard watch recordings/ --to transcripts/ -f srt,docx", "Whatever appears in a folder, until Ctrl-C."),
            new("hansard watch films/ -f srt --translate pt --skip-if-subtitles", "Subtitles beside films, as media servers expect them."),
            new("hansard watch inbox/ --to outbox/ --once", "What is there now, from a timer such as cron."),
        ],
        ["hansard serve"] =
        [
            new("hansard serve --data /var/lib/hansard --host '*'", "For other machines, with the data in a place of its own."),
        ],
        ["hansard speakers add"] =
        [
            new("hansard speakers add \"Anna Sousa\" anna.m4a --from 1:30 --to 2:10", "The voice in a part of a recording."),
        ],
        ["hansard keys create"] =
        [
            new("hansard keys create --project research --name laptop", "A key of a project, which is made when it is new."),
        ],
        ["hansard storage move"] =
        [
            new("hansard storage move --data /var/lib/hansard --objects s3://recordings/hansard", "To a bucket, while the server serves."),
        ],
        ["hansard backup"] =
        [
            new("hansard backup backups/sunday --data /var/lib/hansard", "All of a server, while it serves."),
            new("hansard backup backups/monday --since backups/sunday --data /var/lib/hansard", "Only what is new takes room."),
        ],
        ["hansard restore"] =
        [
            new("hansard restore backups/monday --data /var/lib/hansard", "Into an empty folder, for 'hansard serve'."),
            new("hansard restore backups/monday --check", "Reads all of a backup, and says whether it is whole."),
        ],
        ["hansard access-log"] =
        [
            new("hansard access-log --action delete --days 7", "Who deleted what in the last week."),
        ],
        ["hansard models pull"] =
        [
            new("hansard models pull whisper-small", "A model that makes fewer mistakes, and takes longer."),
            new("hansard models pull hf:distil-whisper/distil-large-v3", "A Whisper on Hugging Face, converted when it is first used."),
        ],
        ["hansard completion"] =
        [
            new("hansard completion bash > ~/.local/share/bash-completion/completions/hansard", "For bash, from its next start on."),
            new("hansard completion zsh > ~/.zfunc/_hansard", "For zsh, with 'fpath+=~/.zfunc' before 'compinit' in ~/.zshrc."),
            new("hansard completion fish > ~/.config/fish/completions/hansard.fish", "For fish."),
            new("hansard completion powershell >> $PROFILE", "For PowerShell."),
        ],
    };

    /// <summary>The examples of a command; none for most.</summary>
    /// <param name="path">Its name with those of its parents, such as <c>hansard keys create</c>.</param>
    public static IReadOnlyList<Example> Of(string path) => All.GetValueOrDefault(path, []);
}
