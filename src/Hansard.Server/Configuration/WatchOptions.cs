namespace Hansard.Server.Configuration;

/// <summary>Folders whose recordings are transcribed when they appear.</summary>
public sealed record WatchOptions
{
    /// <summary>The folders.</summary>
    public IList<WatchedFolderOptions> Folders { get; } = [];
}

/// <summary>A folder whose recordings a project transcribes when they appear.</summary>
public sealed record WatchedFolderOptions
{
    /// <summary>The folder, at any depth of which recordings appear. They are never changed.</summary>
    public string Folder { get; set; } = "";

    /// <summary>The folder of the transcripts; null: each is beside its recording.</summary>
    public string? To { get; set; }

    /// <summary>Formats of the transcripts; none: srt beside recordings, otherwise txt.</summary>
    public IList<string> Formats { get; } = [];

    /// <summary>The project that the transcriptions belong to, which is made when it is new.</summary>
    public string Project { get; set; } = "default";

    /// <summary>Time between two looks into the folder.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Time for which a recording must not have changed to be taken for complete.</summary>
    public TimeSpan Settle { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Films are skipped that have subtitles already, in the file or beside it.</summary>
    public bool SkipIfSubtitles { get; set; }

    /// <summary>The speech model; null: the default one.</summary>
    public string? Model { get; set; }

    /// <summary>Languages that are likely to be spoken.</summary>
    public IList<string> LanguageHints { get; } = [];

    /// <summary>Only those languages are possible.</summary>
    public bool LanguageHintsStrict { get; set; }

    /// <summary>Speakers are told apart.</summary>
    public bool Diarize { get; set; }

    /// <summary>The language that is translated into, with files of its own; null: none.</summary>
    public string? TranslateTo { get; set; }

    /// <summary>The copy of a recording that the project gets stays when it has been transcribed, as an upload does.</summary>
    public bool KeepRecordings { get; set; } = true;
}
