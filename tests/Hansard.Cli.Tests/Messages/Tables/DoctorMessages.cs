namespace Hansard.Cli.Tests.Messages.Tables;

/// <summary>Findings about a machine.</summary>
internal static class DoctorMessages
{
    private const string Hansard = ".✓ hansard     version {*}, .NET {*} on {*}, {*}";
    private const string Machine = ".✓ machine     {*} processor cores, {*} of memory";
    private const string Disk = ".{*} disk        {*} free in this folder ({folder}){*}";
    private const string Temporary = ".{*} temporary   {*} free in the folder of temporary files ({*}){*}";

    private const string NoModels =
        ".✗ models      none is in {folder}/models: 'hansard models list' shows those that 'hansard models pull' fetches.";

    /// <summary>Findings about a machine on which all is well.</summary>
    public static string[] Local { get; } =
    [
        Hansard, ".✓ ffmpeg      version {*}, {*}", ".✓ models      {*}, all as they should be, in {*}", Machine, Disk, Temporary,
    ];

    /// <summary>The calls.</summary>
    public static IReadOnlyList<MessageRow> Rows { get; } =
    [
        new(
            "doctor", 0, [.. Local, ".! server      none is known: 'hansard login URL' keeps one, for the commands that need one"])
        {
            Output = null,
            Indent = 14,
        },
        new(
            "doctor", 1, Hansard,
            ".✗ ffmpeg      ffmpeg is not installed: 'ffmpeg' was not found. Install it with 'apt-get install ffmpeg' (Debian, Ubuntu), "
            + "'brew install ffmpeg' (macOS) or 'winget install ffmpeg' (Windows).",
            ".✗ models      HANSARD_MODELS is '{folder}/empty', but there is no catalogue.json in it.", Machine, Disk,
            ".✗ temporary   nothing can be written to {folder}/nowhere/: there is no such folder. Set TMPDIR to a folder of yours.",
            ".✗ login       others can read the key in {folder}/open/hansard/login.json: 'chmod 600' it, and make another key.",
            ".✗ server      http://127.0.0.1:1 cannot be reached: nothing listens there. Is the server running?")
        {
            Output = null,
            Indent = 14,
            Environment = "PATH=/nonexistent HANSARD_MODELS={folder}/empty TMPDIR={folder}/nowhere XDG_CONFIG_HOME={folder}/open",
        },
        new(
            "doctor", 1, Hansard, ".✗ ffmpeg      {folder}/silent/ffmpeg does not tell its version: install ffmpeg again.", NoModels,
            ".! machine     {*} processor cores, 537 MB of memory: long recordings may need more than 1.1 GB.",
            ".✗ disk        0 B free in this folder (/proc), and 2.1 GB are needed: make room.", Temporary,
            ".✗ login       {folder}/damaged/hansard/login.json is damaged: 'hansard login' makes it anew.")
        {
            Output = null,
            Indent = 14,
            Environment = "-C /proc PATH={folder}/silent HANSARD_MODELS={folder}/models XDG_CONFIG_HOME={folder}/damaged "
                + "DOTNET_GCHeapHardLimit=0x20000000",
        },
        new(
            "doctor", 1, Hansard, ".✗ ffmpeg      it cannot be run: Exec format error. Install it again.",
            ".✗ models      small/config.json is damaged: 'hansard models pull small' fetches it; 'git checkout -- models' restores the "
            + "repository's own.",
            Machine, Disk, Temporary, ".✓ login       http://127.0.0.1:1, the key is in the keyring",
            ".✗ server      The keyring does not give out the key of http://127.0.0.1:1: unlock it, set HANSARD_API_KEY, or run 'hansard "
            + "login' again.")
        {
            Output = null,
            Indent = 14,
            Before = "mkdir models/small; echo x >models/small/config.json",
            Environment = "PATH={folder}/garbage HANSARD_MODELS={folder}/models XDG_CONFIG_HOME={folder}/ring",
        },
        new("doctor --json", 1) { Environment = "PATH=/nonexistent" },
    ];
}
