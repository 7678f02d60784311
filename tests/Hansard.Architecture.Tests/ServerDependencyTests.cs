using Hansard.Server;

namespace Hansard.Architecture.Tests;

/// <summary>Who may use whom inside of the server, folder by folder; and who may know what the database is.</summary>
public sealed class ServerDependencyTests
{
    private const string Root = "Hansard.Server";
    private const string Storage = "Storage";
    private const string Sql = "Storage/Sql";
    private const string Sqlite = "Storage/Sqlite";
    private const string Postgres = "Storage/Postgres";
    private const string Migration = "Storage/Migration";
    private const string Objects = "Storage/Objects";
    private const string Backup = "Storage/Backup";
    private const string S3 = "Storage/S3";
    private const string Doors = "Doors";
    private const string OpenAi = "Doors/OpenAi";
    private const string Live = "Doors/Live";
    private const string Streaming = "Doors/Streaming";
    private const string Mcp = "Doors/Mcp";

    private const string WhisperAsr = "Doors/WhisperAsr";
    private const string Wyoming = "Doors/Wyoming";

    // The libraries of databases.
    private const string Database = "(database)";

    private const string Cluster = "Cluster";
    private const string Orleans = "(orleans)";

    // Amazon's library.
    private const string Aws = "(aws)";

    private static readonly string[] DatabaseNamespaces = ["Microsoft.Data.Sqlite.", "SQLitePCL.", "Dapper."];

    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        [Folders.Root] =
        [
            "Administration", "Alignments", "Auditing", Cluster, "Configuration", "Contract", Doors, OpenAi, Live, Mcp, Streaming,
            WhisperAsr, Wyoming, "Events",
            "Exports", "Fetching", "Files", "FolderWatch", "Health",
            "Http", "Jobs", "KnownSpeakers", "Models", "Observability", "OpenApi", "Outbound", "Projects", "Retention", "Revisions",
            "Search", "Sharing", Storage, Objects, Postgres, S3, Sql, Sqlite, "Summaries", "Transcriptions", "Usage", "Vocabulary",
            "Voices",
            "Waveforms", "Web", "Webhooks",
        ],
        ["Administration"] =
        [
            Cluster, "Configuration", "Contract", "Http", "Jobs", "ModelDownloads", "Models", "OpenApi", "Projects", Storage,
        ],
        ["Alignments"] = ["Configuration", "Contract", "Http", "Jobs", "Models", "OpenApi", "Projects", Storage, "Transcriptions"],
        ["Auditing"] = ["Configuration", "Contract", "Http", "OpenApi", "Projects", Storage],
        [Cluster] = ["Configuration", "Jobs", Orleans],
        ["Configuration"] = [],
        ["Contract"] = [],
        [Doors] = ["Configuration", "Contract", "Files", "Jobs", "Models", "Observability", "Projects", Storage, "Transcriptions"],
        [Streaming] = ["Configuration", "Contract", "Http", "Jobs", "Observability", "Projects", Storage, "Usage"],
        // A protocol knows no other one.
        [OpenAi] =
        [
            "Configuration", "Contract", Doors, Streaming, "Exports", "Files", "Http", "Jobs", "KnownSpeakers", "Models", "Observability",
            "OpenApi", "Projects", Storage, "Transcriptions", "Voices",
        ],
        [Live] =
        [
            "Configuration", "Contract", Streaming, "Http", "Jobs", "Models", "OpenApi", "Projects", Storage,
            "Transcriptions",
        ],
        [Mcp] =
        [
            "Configuration", "Contract", Doors, "Exports", "Http", "Jobs", "Models", "Projects", "Search", Storage, "Transcriptions",
        ],
        [WhisperAsr] =
        [
            "Configuration", "Contract", Doors, "Exports", "Files", "Http", "Jobs", "Models", "Projects", Storage, "Transcriptions",
        ],
        [Wyoming] =
        [
            "Configuration", "Contract", Doors, Streaming, "Http", "Jobs", "Models", "Projects", Storage, "Transcriptions",
        ],
        ["Events"] = ["Contract", "Http", "OpenApi", "Projects", "Transcriptions"],
        ["Exports"] = ["Contract", "OpenApi"],
        ["Fetching"] = ["Configuration", "Files", "Http", "Jobs", "Observability", "Outbound", "Projects", Storage],
        ["Files"] = ["Configuration", "Contract", "Http", "OpenApi", "Projects", Storage],
        ["FolderWatch"] =
        [
            "Configuration", "Contract", "Exports", "Files", "Jobs", "Models", "Projects", Storage, "Transcriptions",
        ],
        ["Health"] = ["Contract", "Http", "OpenApi", Storage],
        ["Http"] = ["Configuration", "Contract", "Outbound", "Projects", Storage],
        ["Jobs"] = ["Configuration", "Contract", "Observability", "Projects", Storage, Objects, "Voices"],
        ["KnownSpeakers"] =
        [
            "Configuration", "Contract", "Files", "Http", "Jobs", "OpenApi", "Projects", Storage, "Transcriptions", "Voices",
        ],
        ["Models"] = ["Configuration", "Contract", "Http", "Jobs", "Observability", "OpenApi"],
        ["ModelDownloads"] = [],
        ["Observability"] = ["Configuration"],
        ["OpenApi"] = ["Contract"],
        ["Outbound"] = ["Configuration", "Jobs"],
        ["Projects"] = [],
        ["Retention"] = ["Auditing", "Configuration", "Events", "Files", "Projects", Storage, "Transcriptions"],
        ["Revisions"] = ["Contract", "Http", "Jobs", "KnownSpeakers", "OpenApi", "Projects", "Search", Storage, "Transcriptions"],
        ["Search"] = ["Contract", "Http", "Jobs", "OpenApi", "Projects", "Transcriptions"],
        ["Sharing"] = ["Configuration", "Contract", "Exports", "Files", "Http", "OpenApi", "Projects", Storage, "Transcriptions"],
        ["Summaries"] = ["Configuration", "Contract", "Http", "Jobs", "OpenApi", "Projects", "Search", Storage, "Transcriptions"],
        [Storage] = ["Contract"],
        [Objects] = [Storage],
        [Backup] = [Storage, Objects, Sqlite],
        [Migration] = [Storage, Sql, Database],
        [Postgres] = ["Search", Storage, Sql, Database],
        [Sqlite] = ["Jobs", "Search", Storage, Sql, Database],
        [S3] = ["Configuration", Storage, Objects, Aws],
        [Sql] = [
            "Administration", "Auditing", "Configuration", "Contract", "Events", "Fetching", "Files", "Jobs", "KnownSpeakers",
            "Observability", "Outbound", "Projects", "Retention", "Revisions", "Search", "Sharing", Storage, "Summaries",
            "Transcriptions", "Usage",
            "Vocabulary",
            "Waveforms", "Webhooks", Database,
        ],
        ["Transcriptions"] =
        [
            "Configuration", "Contract", "Exports", "Http", "Jobs", "Models", "Observability", "OpenApi", "Projects", Storage,
        ],
        ["Usage"] = ["Configuration", "Contract", "Http", "OpenApi", "Projects", Storage, "Transcriptions"],
        ["Vocabulary"] = ["Contract", "Http", "Jobs", "OpenApi", "Projects", Storage],
        ["Voices"] = ["Configuration", Storage],
        ["Waveforms"] = ["Contract", "Files", "Http", "OpenApi", "Projects", Storage, "Transcriptions"],
        ["Web"] = ["Configuration", "Http"],
        ["Webhooks"] = ["Configuration", "Contract", "Http", "Jobs", "Observability", "OpenApi", "Outbound", "Projects", Storage],
    };

    [Fact]
    public void Folders_use_only_what_lies_below_them_and_only_one_knows_sqlite_and_one_orleans()
    {
        var arrows = new CompiledAssembly(FolderOf).Read(typeof(ServerHost).Assembly.Location);
        var faults = new FolderRules(Allowed, []).Faults(arrows);
        Assert.True(faults.Length == 0, faults);
        Assert.Equal(
            [Migration, Postgres, Sql, Sqlite], arrows.Keys.Where(arrow => arrow.To == Database).Select(arrow => arrow.From).Order());
        Assert.Equal([Cluster], arrows.Keys.Where(arrow => arrow.To == Orleans).Select(arrow => arrow.From));
        Assert.Equal([S3], arrows.Keys.Where(arrow => arrow.To == Aws).Select(arrow => arrow.From));
    }

    private static string? FolderOf(string type)
    {
        if (DatabaseNamespaces.Any(name => type.StartsWith(name, StringComparison.Ordinal))) return Database;
        if (type.StartsWith("Amazon.", StringComparison.Ordinal)) return Aws;
        if (type.StartsWith("Orleans.", StringComparison.Ordinal)) return Orleans;
        string[] inner =
            [Backup, Migration, Postgres, Sql, Sqlite, Objects, S3, OpenAi, Live, Mcp, Streaming, WhisperAsr, Wyoming];
        foreach (var folder in inner)
            if (type.StartsWith($"{Root}.{folder.Replace('/', '.')}.", StringComparison.Ordinal)) return folder;
        return Folders.Top(type, Root);
    }
}
