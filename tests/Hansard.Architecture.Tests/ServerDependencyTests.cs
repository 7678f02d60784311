using Hansard.Server;

namespace Hansard.Architecture.Tests;

/// <summary>Who may use whom inside of the server, folder by folder.</summary>
public sealed class ServerDependencyTests
{
    private const string Root = "Hansard.Server";

    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        [Folders.Root] = ["Api", "Configuration", "Fetching", "Http", "Jobs", "Models", "Observability", "OpenApi", "Projects", "Retention", "Storage", "Webhooks"],
        ["Api"] = ["Configuration", "Jobs", "Models", "Observability", "OpenApi", "Projects", "Storage"],
        ["Http"] = ["Configuration", "Projects"],
        ["OpenApi"] = ["Api"],
        ["Models"] = ["Jobs", "Languages"],
        ["Jobs"] = ["Api", "Configuration", "Observability", "Storage", "Webhooks"],
        ["Webhooks"] = ["Configuration", "Fetching", "Jobs", "Observability", "Storage"],
        ["Observability"] = ["Configuration", "Jobs"],
        ["Retention"] = ["Configuration", "Storage"],
        ["Projects"] = ["Storage"],
        ["Storage"] = ["Api", "Configuration", "Fetching", "Jobs"],
        ["Fetching"] = ["Configuration", "Jobs", "Observability", "Storage"],
        ["Configuration"] = ["Fetching"],
        ["Languages"] = [],
    };

    private static readonly Arrow[] KnownCircles =
    [
        new("OpenApi", "Api"),
        new("Jobs", "Api"),
        new("Storage", "Api"),
        new("Storage", "Fetching"),
        new("Storage", "Jobs"),
        new("Webhooks", "Fetching"),
        new("Webhooks", "Jobs"),
        new("Observability", "Jobs"),
        new("Configuration", "Fetching"),
    ];

    [Fact]
    public void Folders_use_only_what_lies_below_them_but_for_the_known_circles()
    {
        var arrows = new CompiledAssembly(type => Folders.Top(type, Root)).Read(typeof(ServerHost).Assembly.Location);
        var faults = new FolderRules(Allowed, KnownCircles).Faults(arrows);
        Assert.True(faults.Length == 0, faults);
    }
}
