using System.Text.Json;
using System.Xml.Linq;
using Hansard.Engine.Models;

namespace Hansard.Cli.Tests.Repository;

public sealed class ThirdPartyNoticesTests
{
    private static readonly string Repository = HansardProcess.Repository;
    private static readonly string Notices = File.ReadAllText(Path.Combine(Repository, "THIRD-PARTY-NOTICES.md"));

    [Fact]
    public void Every_package_that_is_referenced_is_named()
    {
        var packages = XDocument.Load(Path.Combine(Repository, "Directory.Packages.props"))
            .Descendants("PackageVersion")
            .Select(package => package.Attribute("Include")!.Value);
        Assert.All(packages, package => Assert.Contains(package, Notices, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("tests/Hansard.Conformance/sdk")]
    [InlineData("web")]
    public void Every_npm_package_that_is_installed_is_named(string folder)
    {
        var path = Path.Combine(Repository, folder, "package-lock.json");
        using var locked = JsonDocument.Parse(File.ReadAllText(path));
        // One that is optional is the native part of another, for one platform.
        var packages = locked.RootElement.GetProperty("packages").EnumerateObject()
            .Where(package => !package.Value.TryGetProperty("optional", out _))
            .Select(package => package.Name.Split("node_modules/")[^1])
            .Where(name => name.Length > 0);
        Assert.All(packages, package => Assert.Contains(package, Notices, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Recognition/Languages/Chinese/OpenCC", "Apache License", "OpenCC")]
    [InlineData("Recognition/Sounds/Characters", "UNICODE, INC. LICENSE AGREEMENT", "Unicode")]
    [InlineData("Recognition/Sounds/English", "ISC License", "cmu-pronouncing-dictionary")]
    public void Data_of_others_that_is_built_in_is_named_and_carries_its_licence_into_releases(string data, string licence, string name)
    {
        var folder = $"src/Hansard.Engine/{data}";
        Assert.Contains($"`{folder}`", Notices, StringComparison.Ordinal);
        Assert.Contains(licence, File.ReadAllText(Path.Combine(Repository, folder, "LICENSE")), StringComparison.Ordinal);
        foreach (var project in (string[])["src/Hansard.Cli/Distribution.targets", "src/Hansard.Engine/Hansard.Engine.csproj"])
        {
            var released = XDocument.Load(Path.Combine(Repository, project)).Descendants("None")
                .Where(item => item.Attribute("Include")!.Value.EndsWith($"{data}/LICENSE", StringComparison.Ordinal));
            Assert.Contains($"licences/{name}/LICENSE", Assert.Single(released).Attributes().Select(attribute => attribute.Value));
        }
    }

    [Fact]
    public void The_lock_files_of_npm_name_no_address_that_packages_come_from()
    {
        foreach (var folder in (string[])["tests/Hansard.Conformance/sdk", "web"])
            Assert.DoesNotContain("\"resolved\"", File.ReadAllText(Path.Combine(Repository, folder, "package-lock.json")));
    }

    [Fact]
    public void Every_model_of_the_repository_is_named_and_carries_its_licence()
    {
        var store = ModelStore.Open(Path.Combine(Repository, "models"));
        foreach (var model in store.Catalogue.Models.Where(model => model.Download is null))
        {
            Assert.Contains($"models/{(model.Directory ?? model.Name).Split('/')[0]}", Notices, StringComparison.Ordinal);
            Assert.Contains(model.Files, file => file.Path == "LICENSE");
        }
    }
}
