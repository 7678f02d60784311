namespace Hansard.Server.FolderWatch;

/// <summary>Settings of a watch.</summary>
/// <param name="Folder">The folder of the recordings.</param>
/// <param name="Output">The folder of the transcripts; null: each beside its recording.</param>
internal sealed record WatchSettings(string Folder, string? Output)
{
    /// <summary>Time between scans.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time for which a recording must not have changed.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Recordings that are worked on at once.</summary>
    public int AtOnce { get; init; } = 1;

    /// <summary>Recordings that failed before are tried again at the start.</summary>
    public bool Retry { get; init; }

    /// <summary>Recordings are skipped that have subtitles already; null: none is.</summary>
    public WantedLanguages? SkipIfSubtitles { get; init; }

    /// <summary>The folder that everything is written to.</summary>
    public string OutputFolder => Output ?? Folder;
}

/// <summary>Languages in which there have to be subtitles, by their usual codes.</summary>
/// <param name="Spoken">The language that is spoken; null where it is not known before.</param>
/// <param name="Translations">Languages that are translated into.</param>
internal sealed record WantedLanguages(string? Spoken, IReadOnlyList<string> Translations);
