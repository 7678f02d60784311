namespace Hansard.Cli.Tests.Messages.Tables;

/// <summary>Keys, speakers and servers, which keep their data in a folder.</summary>
internal static class DataMessages
{
    /// <summary>The calls.</summary>
    public static IReadOnlyList<MessageRow> Rows { get; } =
    [
        // Keys.
        new(
            "keys create --data nowhere", 1,
            "There is no folder {folder}/nowhere: name the server's data directory with --data. A server makes it, and a first "
            + "key, when it is started; to begin before that, make the folder."),
        new("keys create --data kept.txt", 1, "The data directory {folder}/kept.txt is a file: give a folder with --data."),
        new("keys create --data data --project ' '", 1, "A project's name has 1 to 64 characters."),
        new("keys create --data data --name ' '", 1, "A key's name has 1 to 64 characters."),
        new("keys create --data data", 0, ".hsd_{*}") { Output = null },
        new(
            "keys list --data data", 0,
            ".ID {*}PROJECT  NAME{*}",
            ".{*}  default  {*}key{*}") { Output = null },
        new("keys revoke none --data data", 1, "No valid key has the id 'none': see 'hansard keys list'."),
        new("keys list --data empty", 1, "There is no Hansard database in {folder}/empty: name the server's data directory with --data."),

        new(
            "doctor --data data", 0,
            [
                .. DoctorMessages.Local, ".✓ data        {folder}/data/hansard.db ({*}) was read and is whole",
                ".! server      none is known: 'hansard login URL' keeps one, for the commands that need one",
            ])
        {
            Output = null,
            Indent = 14,
        },
        new(
            "doctor --data empty", 1,
            [
                .. DoctorMessages.Local, ".✗ data        there is no database in {folder}/empty.",
                ".! server      none is known: 'hansard login URL' keeps one, for the commands that need one",
            ])
        {
            Output = null,
            Indent = 14,
        },

        // Speakers.
        new("speakers add ' ' a.wav --data data", 1, "A person's name has at least one character."),
        new("speakers add Anna none.wav --data data", 1, "none.wav: There is no such file."),
        new("speakers list --data data --project none", 1, "There is no project 'none' in {folder}/data: see 'hansard keys list'."),
        new("speakers remove Anna --data data", 1, "The project 'default' knows nobody named 'Anna': see 'hansard speakers list'."),
        new("transcribe a.wav --identify --data data", 1, "--identify: there is nobody to identify. 'hansard speakers add' adds people."),
        new(
            "speakers add Anna silence.wav --data data", 1,
            "silence.wav: The recording has 0 s of speech, and a voice takes at least 3 s: give a longer recording of the "
            + "person, best half a minute."),
        new(
            "speakers add Anna anna.wav --data data", 0,
            ".Anna is known by {*} s of speech, in 1 recording, kept encrypted in {folder}/data.") { Output = null },
        new(
            "speakers add Anna anna.wav --data data", 0,
            ".Anna is known by {*} s of speech, in 2 recordings, kept encrypted in {folder}/data.") { Output = null },
        new(
            "speakers list --data data", 0,
            ".RECORDINGS  SPEECH  {*}NAME",
            ".         2  {*} s  {*}Anna") { Output = null },
        new(
            "speakers list --data data", 0,
            ".RECORDINGS  SPEECH  {*}NAME",
            ".         2  {*} s  {*}Anna (the key is lost of 2 of 2 voices, which are of no use)")
        {
            Output = null,
            Before = "mv data/protection-keys lost-keys",
        },
        new(
            "transcribe a.wav --identify --data data", 1,
            "--identify: the key of all voices is lost, so that nobody can be identified. 'hansard speakers add' adds people "
            + "anew."),
        new("speakers add Bob anna.wav --data data", 0),
        new(
            "transcribe a.wav --identify --data data --beam 1", 0,
            "warning: The key of 2 of the voices is lost, and they are left out: see 'hansard speakers list'."),

        // Backups.
        new(
            "backup first --data empty", 1,
            "There is no Hansard database in {folder}/empty: name the server's data directory with --data."),
        new("restore empty --data restored", 1, "There is no backup in {folder}/empty: it would have a file SHA256SUMS."),
        new("backup kept.txt --data data", 1, "{folder}/kept.txt is a file: name a folder for the backup."),
        new("backup data/first --data data", 1,
            "{folder}/data/first is in the data directory that is backed up: name a folder outside of it."),
        new("backup silent --data data", 1, "The folder {folder}/silent is not empty: name a new one for the backup."),
        new("backup first --data data", 0, ".Backed up 0 recordings (0 B) to {folder}/first; 0 of them were there.") { Output = null },
        new("backup first --data data", 1,
            "{folder}/first is a backup already, which is left as it is: name a new folder. --since {folder}/first takes what has "
            + "not changed from it."),
        new("backup second --data data --since none", 1, "There is no backup in {folder}/none: it would have a file SHA256SUMS."),
        new("backup second --database postgres://hansard@db/hansard", 1,
            "Servers that share a database are backed up by its own tools, and after it what is in its place of recordings: "
            + "pg_dump --format=custom --file=hansard.dump 'postgres://hansard@db/hansard', then a copy of the folder "
            + "('cp -a PLACE COPY'). See docs/scale.md#backup."),
        new("backup second --data data --objects s3://recordings/a", 1,
            "The recordings are in s3://recordings/a, and are backed up there, after the database: sqlite3 data/hansard.db "
            + "'.backup hansard.db', then a copy of the bucket ('aws s3 sync s3://recordings/a COPY'), or versions of it. "
            + "See docs/scale.md#backup."),
        new("restore first --check", 0, ".The backup in {folder}/first is whole: 0 recordings (0 B).") { Output = null },
        new("restore first --data kept.txt", 1, "{folder}/kept.txt is a file: name a new or empty folder with --data."),
        new("restore first --data data", 1,
            "{folder}/data is not empty, and nothing in it is changed: name a new or empty folder with --data."),
        new("restore first --data restored", 0,
            ".Restored the database and 0 recordings (0 B) to {folder}/restored. Start a server on it: hansard serve --data "
            + "{folder}/restored") { Output = null },

        // Servers that do not start.
        new(
            "serve --port {taken} --data new", 1,
            "Port {taken} of 127.0.0.1 is taken by another program: stop it, or give another with --port."),
        new("serve --port 70000 --data new", 2, "The configuration is not valid: Port is 70000: give a number from 0 to 65535."),
        new(
            "serve --port 70000 --workers 0 --data new", 2,
            "The configuration is not valid:",
            ".  Port is 70000: give a number from 0 to 65535.",
            ".  Workers is 0: give a number from 1 to 64."),
        new("serve --port 0 --data kept.txt", 1, "The data directory {folder}/kept.txt is a file: give a folder with --data."),
        new("serve --port 0 --data kept.txt/data", 1, "'{folder}/kept.txt' cannot be used: a file of that name is in the way."),
        new("serve --port 0 --data new --config none.json", 1, "The configuration file 'none.json' is not there."),
        new(
            "serve --port 0 --data new --config kept.txt", 2,
            "The configuration is not valid: The file '{folder}/kept.txt' is not JSON: Could not parse the JSON file."),
        new(
            "serve --port 0 --data new --host nowhere.invalid", 2,
            "The configuration is not valid: Host is 'nowhere.invalid': give an IP address, 'localhost', or '*' for all "
            + "addresses."),
        new(
            "serve --port 0 --data new --host 0.0.0.0 --no-auth", 2,
            "The configuration is not valid: NoAuth (--no-auth) lets anyone in, so it needs a loopback Host such as 127.0.0.1, "
            + "and Host is '0.0.0.0'."),
        new(
            "serve --port 0 --data new --allow-host http://a/b", 2,
            "The configuration is not valid: AllowHosts (--allow-host): 'http://a/b' is not a host to allow: give a name or "
            + "address with an optional port, such as media.example:8443, 10.0.0.5 or [fd00::1]:80."),
        new(
            "serve --port 0 --data new --model nope", 2,
            "There is no model 'nope', neither in the catalogue nor as a folder. The catalogue has whisper-base, whisper-tiny, "
            + "whisper-small, whisper-medium, whisper-large-v3-turbo, whisper-base.en, whisper-small.en, "
            + "whisper-medium.en, parakeet-tdt-0.6b-v3, parakeet-tdt-0.6b-v2."),

        // One that starts.
        new(
            "serve --port 0 --no-auth --data served 2>/dev/null", 0,
            ".Hansard listens on http://127.0.0.1:{*}, data in {folder}/served. The API is described at "
            + "http://127.0.0.1:{*}/docs.",
            ".No key is needed (--no-auth): every program on this machine can use it.")
        {
            Output = null,
            Until = "every program on this machine",
        },
        new(
            "serve --port 0 --data served2 2>/dev/null", 0,
            ".Hansard listens on http://127.0.0.1:{*}, data in {folder}/served2. The API is described at "
            + "http://127.0.0.1:{*}/docs.",
            ".",
            ".This server is new. Its first key, shown only this once:",
            ".",
            ".    hsd_{*}",
            ".",
            ".Try it beside a recording.mp3:",
            ".",
            ".    export HANSARD_KEY=hsd_{*}",
            ".    ask() { curl -sSf -H \"Authorization: Bearer $HANSARD_KEY\" \"$@\"; }",
            ".    id() { sed 's/.*\"id\":\"\\([^\"]*\\)\".*/\\1/'; }",
            ".    file=$(ask http://127.0.0.1:{*}/v1/files -F file=@recording.mp3 | id)",
            ".    job=$(ask http://127.0.0.1:{*}/v1/transcriptions --json '{\"model\": \"stt-async-v5\", \"file_id\": "
            + "\"'$file'\"}' | id)",
            ".    ask http://127.0.0.1:{*}/v1/transcriptions/$job/transcript --no-show-error --retry 60 --retry-delay 1 "
            + "--retry-all-errors",
            ".",
            ".'hansard keys create' makes more.") { Output = null, Until = "makes more" },
    ];
}
