namespace Hansard.Cli.Tests.Messages.Tables;

/// <summary>Recordings, transcriptions and transcripts on a server.</summary>
internal static class RemoteMessages
{
    /// <summary>The calls.</summary>
    public static IReadOnlyList<MessageRow> Rows { get; } =
    [
        // Wrong usage, before anything is asked.
        new("submit", 2, "Name recordings: files, addresses, or ids of files on the server."),
        new("submit a.wav -o b.txt", 2, "--output has no meaning without --wait."),
        new("submit http://a/b.wav http://a/b.wav", 2, "'http://a/b.wav' is named twice."),
        new("submit a.wav --wait -f docx", 2, "A terminal cannot show Word documents: give --output.")
        {
            Output = null,
            OnlyInTerminal = true,
        },
        new("submit a.wav --wait -f mp3", 2, "--format must be json, ass, csv, docx, md, rttm, srt, txt or vtt, not 'mp3'."),
        new("submit a.wav --wait -o a.wav", 2, "The transcript would go to 'a.wav', which is a recording. Give another --output."),
        new("submit a.wav c.wav --wait -o two.txt", 2, "'two.txt' is not a folder, which --output has to be for several transcripts."),
        new(
            "submit a.wav c.wav --wait -o two.txt/in", 2,
            "The folder 'two.txt/in' of --output cannot be made: a part of its path is a file."),
        new("submit a.wav --webhook-header-file two.txt", 2, "--webhook-header-file has no meaning without --webhook-url."),
        new(
            "submit a.wav --webhook-url http://a --webhook-header-file none", 2,
            "--webhook-header-file: 'none' cannot be read: there is no such file."),
        new(
            "submit a.wav --webhook-url http://a --webhook-header-file two.txt", 2,
            "--webhook-header-file: 'two.txt' holds no header such as 'Authorization: Bearer SECRET'."),
        new("submit a.wav --translation three_way", 2, "--translation takes none, one_way or two_way, not 'three_way'."),
        new("submit --audio_path a.wav --audio_url http://a/b.wav", 2, "--audio_path and --audio_url exclude each other: give one."),
        new("submit a.wav --translation none --translate es", 2, "--translation none and --translate contradict each other."),
        new(
            "submit a.wav --translation one_way --translate en:es", 2,
            "--translation one_way goes with one language in --translate, not 'en:es'."),
        new(
            "submit a.wav --translation two_way --translate es", 2,
            "--translation two_way goes with two languages in --translate, not 'es'."),
        new("submit a.wav --translation-term a=b", 2, "--translation-term has no meaning without --translate."),
        new("submit a.wav --timeout soon", 2, "--timeout takes a time such as 90s, 30m or 2h, not 'soon'. See 'hansard submit --help'."),
        new("list --limit 0", 2, "--limit takes a whole number from 1 on, not '0'. See 'hansard list --help'."),
        new("list --status done", 2, "--status takes queued, processing, completed or error, not 'done'."),
        new("list --status error --files", 2, "--status has no meaning with --files."),
        new("usage --days 0", 2, "--days takes a whole number from 1 to 366, not '0'. See 'hansard usage --help'."),
        new("access-log --limit 0", 2, "--limit takes a whole number from 1 to 1000, not '0'. See 'hansard access-log --help'."),
        new("export", 2, "Name transcriptions, or give --all."),
        new("delete", 2, "Name transcriptions or files, or give --all-files or --all-transcriptions."),
        new("delete --all-files", 2, "Nobody can be asked here: --yes deletes all without asking."),
        new("get 1 -f docx", 2, "A terminal cannot show a Word document: give --output.") { Output = null, OnlyInTerminal = true },

        // Files that are there, and are not.
        new("list", 0, ".ID  STATUS  LENGTH  {*}  NAME{*}") { Output = null },
        new(
            "upload none.wav empty", 1,
            "none.wav: There is no such file.",
            "empty: This is a folder: name the recordings in it."),
        new("upload closed.wav", 1, "closed.wav: The file may not be read: check its permissions.") { HeedsPermissions = true },
        new("upload closed/in/a.wav", 1, "closed/in/a.wav: The file cannot be examined: its permissions do not allow it.")
        {
            HeedsPermissions = true,
        },
        new("submit a.wav --context null.json", 2, "--context: 'null.json' says nothing: it holds null.")
        {
            Before = "echo null > null.json",
        },
        new(
            "upload a.wav --filename b.wav", 2,
            "--filename names what comes through standard input: it goes with one '-', and files have names."),
        new(
            "upload - --filename b/c.wav", 2,
            "--filename takes the name of a file without folders, of up to {*} characters.") { Input = "a.wav" },
        new("upload -", 1, "standard input: The recording is empty: nothing came through."),
        new("upload a.wav", 0, ".{*}") { Output = null },
        new("submit none.wav", 1, "none.wav: There is no such file."),
        new(
            "submit none.wav empty", 1,
            "none.wav: There is no such file.",
            "empty: This is a folder: name the recordings in it.",
            ".0 done, 2 failed"),
        new("submit a.wav", 0) { Output = "job.txt" },
        new("wait $(cat job.txt)", 0, ".{*}  completed  a.wav") { Output = null },
        new("wait $(cat job.txt | cut -c1-20)", 0),
        new(
            "submit broken.wav --wait", 1,
            "broken.wav: The file is not a recording in a known format (WAV, MP3, M4A, MP4, FLAC, Ogg, WebM, AAC, AIFF, AMR, WMA "
            + "and others)."),
        new(
            "submit a.wav broken.wav --wait -o out/", 1,
            "broken.wav: The file is not a recording in a known format (WAV, MP3, M4A, MP4, FLAC, Ogg, WebM, AAC, AIFF, AMR, WMA "
            + "and others).",
            ".1 done, 1 failed"),
        new(
            "submit --audio_path a.wav --language en", 0,
            ".File ID: {*}",
            ".Transcription ID: {*}",
            ".Speaker 1:",
            ".[en] Has never been surpassed.") { Output = null },
        new("submit a.wav --wait -o two.txt", 1, "a.wav: 'two.txt' exists. --overwrite writes over it."),
        new("submit a.wav --wait -o none/b.txt", 1, "a.wav: The folder of 'none/b.txt' does not exist."),
        new(
            "submit a.wav --model none", 1,
            "a.wav: The request is not valid. This server has no model 'none'; for recordings it has: {*}."),
        new("submit a.wav --wait -o /dev/full", 1, "a.wav: '/dev/full' cannot be used: No space left on device."),
        new(
            "list", 0,
            ".ID {*}STATUS {*}NAME{*}",
            ".{*}-{*}  {*}.wav{*}",
            ".{*}-{*}  {*}.wav{*}",
            ".{*}-{*}  {*}.wav{*}",
            ".{*}-{*}  {*}.wav{*}",
            ".{*}-{*}  {*}.wav{*}") { Output = null },
        new("list --limit 1", 0, "there are more: --all lists them, and --limit more than 1."),
        new(
            "list --files", 0,
            ".ID  {*}SIZE  {*}  NAME{*}",
            ".{*}B  {*}.wav{*}",
            ".{*}B  {*}.wav{*}",
            ".{*}B  {*}.wav{*}",
            ".{*}B  {*}.wav{*}",
            ".{*}B  {*}.wav{*}",
            ".{*}B  {*}.wav{*}") { Output = null },
        new(
            "usage", 0,
            ".MODEL         TRANSCRIPTIONS    AUDIO  {*}",
            ".stt-async-v6               {*}  0:00:07{*}",
            ".total                      {*}  0:00:07{*}") { Output = null },
        new("show 0000", 1, "There is no transcription or file with the id '0000': see 'hansard list' and 'hansard list --files'."),
        new("show $(cat job.txt)", 0),
        new("get 0000", 1, "There is no transcription whose id begins with '0000': see 'hansard list'."),
        new("get 0", 1, "'0' is the beginning of several ids: {*}, {*}, {*}, …. Type more of it."),
        new(
            "get 00000000-0000-0000-0000-000000000000", 1,
            "There is no transcription with this id: it may have been deleted, or belong to another project."),
        new("get $(cat job.txt) -o two.txt", 1, "'two.txt' exists. --overwrite writes over it."),
        new("get $(cat job.txt) -o none/b.txt", 1, "The folder of 'none/b.txt' does not exist."),
        new("get $(cat job.txt) -o exported/", 0),
        new("get $(cat job.txt) -o two.txt/in/", 2, "The folder 'two.txt/in/' of --output cannot be made: a part of its path is a file."),
        new("export $(cat job.txt) -o exported", 1, "a.wav: 'exported/a.txt' exists. --overwrite writes over it.") { Output = null },
        new(
            "export 00000000-0000-0000-0000-000000000000", 1,
            "There is no transcription 00000000-0000-0000-0000-000000000000: see 'hansard list'."),
        new(
            "wait 00000000-0000-0000-0000-000000000000", 1,
            "There is no transcription 00000000-0000-0000-0000-000000000000: it may have been deleted, or belong to another "
            + "project."),
        new("cancel $(cat job.txt)", 1, "{*}: This transcription has ended already, its status is completed: it can be deleted."),
        new("cancel 0000", 1, "0000: There is no transcription whose id begins with '0000': see 'hansard list'."),
        new("delete 0000", 1, "0000: There is no transcription or file with this id: see 'hansard list'."),
        new("delete $(cat job.txt)", 0) { Output = null },
        new("delete --all-transcriptions --yes", 0, ".Deleted 4 transcriptions.") { Output = null },
        new("delete --all-files", 1, ".Delete all files of {server}? [y/N] n", "nothing was deleted.")
        {
            Input = "/dev/tty",
            OnlyInTerminal = true,
            Until = "[y/N]",
            Typed = "n",
        },
        new(
            "delete --all-files --all-transcriptions", 0, ".Delete all files and transcriptions of {server}? [y/N] y",
            ".Deleted {*} transcription{*}.", ".Deleted {*} files.")
        {
            Input = "/dev/tty", Output = null, OnlyInTerminal = true, Until = "[y/N]", Typed = "y",
        },
    ];
}
