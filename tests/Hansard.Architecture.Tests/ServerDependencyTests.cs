using Hansard.Server;

namespace Hansard.Architecture.Tests;

/// <summary>Who may use whom inside of the server, folder by folder; and who may know what the database is.</summary>
public sealed class ServerDependencyTests
{
    private const string Root = "Hansard.Server";
    private const string Storage = "Storage";
    private const string Sqlite = "Storage/Sqlite";
    private const string Objects = "Storage/Objects";

    // The libraries of SQLite.
    private const string Database = "(database)";

    private static readonly string[] DatabaseNamespaces = ["Microsoft.Data.Sqlite.", "SQLitePCL.", "Dapper."];

    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        [Folders.Root] =
        [
            "Administration", "Configuration", "Contract", "Events", "Exports", "Fetching", "Files", "FolderWatch", "Health", "Http",
            "Jobs", "KnownSpeakers", "Models", "Observability", "OpenApi", "Outbound", "Projects", "Retention", "Revisions",
            "Search", "Sharing", Storage, Objects, Sqlite, "Summaries", "Transcriptions", "Usage", "Vocabulary", "Voices",
            "Waveforms", "Web", "Webhooks",
        ],
        ["Administration"] =
        [
            "Configuration", "Contract", "Http", "Jobs", "ModelDownloads", "Models", "OpenApi", "Projects", Storage,
        ],
        ["Configuration"] = [],
        ["Contract"] = [],
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
        ["Jobs"] = ["Configuration", "Contract", "Observability", Storage, "Voices"],
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
        ["Retention"] = ["Configuration", "Events", "Files", Storage, "Transcriptions"],
        ["Revisions"] = ["Contract", "Http", "Jobs", "KnownSpeakers", "OpenApi", "Projects", "Search", Storage, "Transcriptions"],
        ["Search"] = ["Contract", "Http", "Jobs", "OpenApi", "Projects", "Transcriptions"],
        ["Sharing"] = ["Configuration", "Contract", "Exports", "Files", "Http", "OpenApi", "Projects", Storage, "Transcriptions"],
        ["Summaries"] = ["Configuration", "Contract", "Http", "Jobs", "OpenApi", "Projects", "Search", Storage, "Transcriptions"],
        [Storage] = ["Contract"],
        [Objects] = [Storage],
        [Sqlite] = [
            "Administration", "Configuration", "Contract", "Events", "Fetching", "Files", "Jobs", "KnownSpeakers", "Observability",
            "Outbound", "Projects", "Retention", "Revisions", "Search", "Sharing", Storage, "Summaries", "Transcriptions", "Usage",
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
    public void Folders_use_only_what_lies_below_them_and_only_one_knows_sqlite()
    {
        var arrows = new CompiledAssembly(FolderOf).Read(typeof(ServerHost).Assembly.Location);
        var faults = new FolderRules(Allowed, []).Faults(arrows);
        Assert.True(faults.Length == 0, faults);
        Assert.Equal([Sqlite], arrows.Keys.Where(arrow => arrow.To == Database).Select(arrow => arrow.From));
    }

    private static string? FolderOf(string type)
    {
        if (DatabaseNamespaces.Any(name => type.StartsWith(name, StringComparison.Ordinal))) return Database;
        foreach (var folder in (string[])[Sqlite, Objects])
            if (type.StartsWith($"{Root}.{folder.Replace('/', '.')}.", StringComparison.Ordinal)) return folder;
        return Folders.Top(type, Root);
    }
}
