using Hansard.Server;

namespace Hansard.Architecture.Tests;

/// <summary>Who may use whom inside of the server, folder by folder.</summary>
public sealed class ServerDependencyTests
{
    private const string Root = "Hansard.Server";

    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        [Folders.Root] =
        [
            "Configuration", "Contract", "Fetching", "Files", "Health", "Http", "Jobs", "Models",
            "Observability", "OpenApi", "Projects", "Retention", "Storage", "Transcriptions", "Usage", "Webhooks",
        ],
        ["Configuration"] = [],
        ["Contract"] = [],
        ["Fetching"] = ["Configuration", "Jobs", "Observability", "Storage", "Transcriptions"],
        ["Files"] = ["Configuration", "Contract", "Http", "OpenApi", "Projects", "Storage"],
        ["Health"] = ["Contract", "Http", "OpenApi", "Storage"],
        ["Http"] = ["Configuration", "Contract", "Projects", "Storage"],
        ["Jobs"] = ["Configuration", "Contract", "Observability", "Storage", "Transcriptions", "Webhooks"],
        ["Languages"] = [],
        ["Models"] = ["Contract", "Http", "Jobs", "Languages", "OpenApi"],
        ["Observability"] = ["Configuration", "Jobs"],
        ["OpenApi"] = ["Contract"],
        ["Projects"] = ["Storage"],
        ["Retention"] = ["Configuration", "Storage"],
        ["Storage"] = ["Configuration", "Contract", "Fetching", "Files", "Jobs", "Projects", "Transcriptions", "Usage"],
        ["Transcriptions"] = ["Configuration", "Contract", "Http", "Jobs", "Models", "Observability", "OpenApi", "Projects", "Storage"],
        ["Usage"] = ["Configuration", "Contract", "Http", "OpenApi", "Projects", "Storage"],
        ["Webhooks"] = ["Configuration", "Fetching", "Jobs", "Observability", "Storage"],
    };

    private static readonly Arrow[] KnownCircles =
    [
        new("Jobs", "Transcriptions"),
        new("Observability", "Jobs"),
        new("Storage", "Fetching"),
        new("Storage", "Files"),
        new("Storage", "Jobs"),
        new("Storage", "Projects"),
        new("Storage", "Transcriptions"),
        new("Storage", "Usage"),
        new("Webhooks", "Fetching"),
        new("Webhooks", "Jobs"),
    ];

    [Fact]
    public void Folders_use_only_what_lies_below_them_but_for_the_known_circles()
    {
        var arrows = new CompiledAssembly(type => Folders.Top(type, Root)).Read(typeof(ServerHost).Assembly.Location);
        var faults = new FolderRules(Allowed, KnownCircles).Faults(arrows);
        Assert.True(faults.Length == 0, faults);
    }
}
