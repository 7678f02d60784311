namespace Hansard.Cli.Tests.Messages.Tables;

/// <summary>Models that are listed, fetched and checked.</summary>
internal static class ModelMessages
{
    /// <summary>The calls.</summary>
    public static IReadOnlyList<MessageRow> Rows { get; } =
    [
        new(
            "models list", 0,
            ".NAME {*} DESCRIPTION", ".small {*} no {*} Small, for tests") { Output = null },
        new(
            "models verify", 1, ".small/config.json: missing", ".small/notes.txt: missing",
            ".small/words.txt: there, but no checksum is known",
            "2 files are not as they should be. 'hansard models pull NAME' fetches those again; 'git checkout -- models' "
            + "restores the repository's own.")
        {
            Output = null,
            Before = "mkdir models/small; echo word >models/small/words.txt",
        },
        new("models verify none", 2, "The catalogue has no model 'none': see 'hansard models list'."),
        new("models pull none", 2, "The catalogue has no model 'none': see 'hansard models list'."),
        new(
            "models pull small --from {mirror}/absent/", 1,
            "'http://127.0.0.1:{*}/absent/config.json' cannot be downloaded: the server answered 404 Whatever.") { Output = null },
        new(
            "models pull small --from {mirror}/flaky/", 0,
            ".config.json: 0 % of 3 B",
            ".config.json: 100 % of 3 B",
            ".notes.txt: 0 % of 100 kB",
            ".notes.txt: 50 % of 100 kB",
            ".notes.txt: the connection broke after 50000 bytes; trying again",
            ".notes.txt: 100 % of 100 kB",
            ".words.txt: 0 % of 5 B",
            ".words.txt: 100 % of 5 B",
            ".small: downloaded to {folder}/models/small")
        {
            Output = null,
            InTerminal =
            [
                ".notes.txt: the connection broke after 50000 bytes; trying again", ".small: downloaded to {folder}/models/small",
            ],
            Before = "rm -r models/small",
        },
        new("models pull small --from {mirror}/small/", 0, ".small: already here and as it should be") { Output = null },
        new(
            "models verify", 0,
            ".small/config.json: good",
            ".small/notes.txt: good",
            ".small/words.txt: good") { Output = null },
        new(
            "models verify", 1,
            ".small/config.json: WRONG: its SHA-256 is 73cb3858a687a8494ca3323053016282f3dad39d42cf62ca4e79dda2aac7d9ac, but it "
            + "has to be ca3d163bab055381827226140568f3bef7eaac187cebd76878e0b63e9e442356",
            ".small/notes.txt: good",
            ".small/words.txt: good",
            "1 file is not as it should be. 'hansard models pull NAME' fetches those again; 'git checkout -- models' restores "
            + "the repository's own.") { Output = null, Before = "echo x >models/small/config.json" },
        new(
            "models verify", 1,
            ".small/config.json: WRONG: its SHA-256 is 73cb3858a687a8494ca3323053016282f3dad39d42cf62ca4e79dda2aac7d9ac, but it "
            + "has to be ca3d163bab055381827226140568f3bef7eaac187cebd76878e0b63e9e442356",
            ".small/notes.txt: missing",
            ".small/words.txt: good",
            "2 files are not as they should be. 'hansard models pull NAME' fetches those again; 'git checkout -- models' "
            + "restores the repository's own.") { Output = null, Before = "rm models/small/notes.txt" },
        new(
            "models list", 0,
            ".NAME {*} DESCRIPTION", ".small {*} parts {*} Small, for tests") { Output = null },
        new(
            "models pull small --from {mirror}/small/", 1,
            "'{folder}/readonly/small' cannot be used: its permissions do not allow it.")
        {
            Environment = "HANSARD_MODELS={folder}/readonly",
            HeedsPermissions = true,
        },
        new(
            "models list", 1,
            "HANSARD_MODELS is '{folder}/empty', but there is no catalogue.json in it.") { Environment = "HANSARD_MODELS={folder}/empty" },
        new(
            "models list", 1,
            "The model catalogue '{folder}/damaged/catalogue.json' cannot be used: Expected depth to be zero at the end of the "
            + "JSON payload. There is an open JSON object or array that should be closed. Path: $ | LineNumber: 0 | "
            + "BytePositionInLine: 1.") { Environment = "HANSARD_MODELS={folder}/damaged" },
    ];
}
