using Hansard.Engine;

namespace Hansard.Architecture.Tests;

/// <summary>Who may use whom inside of the engine, folder by folder: data goes down, and nothing reaches back up.</summary>
public sealed class EngineDependencyTests
{
    /// <summary>What users begin with: it stands above all folders, while the records that it takes and gives stand below them.</summary>
    private const string Entry = "(entry)";

    private const string Root = "Hansard.Engine";

    private static readonly string[] EntryTypes = ["Hansard.Engine.TranscriptionEngine", "Hansard.Engine.EngineOptions"];

    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        [Entry] = [Folders.Root, "Recognition", "Speakers", "Speech", "Audio", "Translation", "Transcripts", "Models", "Diagnostics"],
        ["Recognition"] = [Folders.Root, "Speech", "Spectra", "Audio", "Translation", "Models", "Diagnostics"],
        ["Speakers"] = [Folders.Root, "Recognition", "Speech", "Spectra", "Audio", "Transcripts", "Models", "Diagnostics"],
        ["Speech"] = ["Audio", "Models", "Diagnostics"],
        [Folders.Root] = ["Translation", "Transcripts"],
        ["Translation"] = ["Transcripts", "Models", "Diagnostics"],
        ["Transcripts"] = ["Recognition"],
        ["Spectra"] = [],
        ["Audio"] = [],
        ["Models"] = [],
        ["Diagnostics"] = [],
    };

    private static readonly Arrow[] KnownCircles = [new("Transcripts", "Recognition")];

    [Fact]
    public void Folders_use_only_what_lies_below_them()
    {
        var arrows = new CompiledAssembly(FolderOf).Read(typeof(TranscriptionEngine).Assembly.Location);
        var faults = new FolderRules(Allowed, KnownCircles).Faults(arrows);
        Assert.True(faults.Length == 0, faults);
    }

    private static string? FolderOf(string type) => EntryTypes.Contains(type) ? Entry : Folders.Top(type, Root);
}
