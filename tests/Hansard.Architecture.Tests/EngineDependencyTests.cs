using Hansard.Engine;

namespace Hansard.Architecture.Tests;

/// <summary>Who may use whom inside of the engine, folder by folder: data goes down, and nothing reaches back up.</summary>
public sealed class EngineDependencyTests
{
    /// <summary>What users begin with: it stands above all folders, while the records that it takes and gives stand below them.</summary>
    private const string Entry = "(entry)";

    private const string Root = "Hansard.Engine";

    private static readonly string[] EntryTypes =
        ["Hansard.Engine.TranscriptionEngine", "Hansard.Engine.EngineResources", "Hansard.Engine.EngineOptions"];

    // A family of speech models is a folder of its own: no other knows of it but the pipeline, which opens it.
    private static readonly string[] Families = ["Recognition.Whisper", "Recognition.Parakeet"];

    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        [Entry] = [
            "Pipeline", Folders.Root, "Recognition", "Speakers", "Speech", "Audio", "Translation", "Transcripts", "Models", "Temporary",
            "Voices", "Diagnostics", "Distribution"
        ],
        ["Pipeline"] = [
            .. Families, Folders.Root, "Recognition", "Speakers", "Speech", "Audio", "Translation", "Transcripts", "Voices", "Models",
            "Distribution"
        ],
        ["Distribution"] = [Folders.Root, "Recognition", "Speakers", "Speech", "Audio", "Transcripts"],
        ["Recognition.Whisper"] = ["Recognition", "Spectra", "Audio", "Matrices", "Models", "Temporary", "Diagnostics"],
        ["Recognition.Parakeet"] = ["Recognition", "Spectra", "Audio", "Matrices", "Models", "Diagnostics"],
        ["Recognition"] = [Folders.Root, "Speech", "Audio"],
        ["Speakers"] = ["Speech", "Spectra", "Audio", "Transcripts", "Voices", "Matrices", "Models", "Temporary", "Diagnostics"],
        ["Speech"] = ["Audio", "Models", "Diagnostics"],
        [Folders.Root] = ["Translation", "Transcripts", "Voices"],
        ["Translation"] = ["Transcripts", "Models", "Diagnostics"],
        ["Transcripts"] = ["Voices"],
        ["Voices"] = [],
        ["Spectra"] = [],
        ["Audio"] = ["Temporary"],
        ["Matrices"] = ["Models"],
        ["Models"] = ["Temporary"],
        ["Temporary"] = [],
        ["Diagnostics"] = [],
    };

    [Fact]
    public void Folders_use_only_what_lies_below_them()
    {
        var arrows = new CompiledAssembly(FolderOf).Read(typeof(TranscriptionEngine).Assembly.Location);
        var faults = new FolderRules(Allowed, []).Faults(arrows);
        Assert.True(faults.Length == 0, faults);
    }

    private static string? FolderOf(string type)
        => EntryTypes.Contains(type)
            ? Entry
            : Array.Find(Families, family => type.StartsWith($"{Root}.{family}.", StringComparison.Ordinal)) ?? Folders.Top(type, Root);
}
