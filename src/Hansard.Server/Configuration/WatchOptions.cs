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

    /// <summary>Number or language of the sound track that is transcribed, or all; null: the best.</summary>
    public string? AudioTrack { get; set; }

    /// <summary>File that says what the recordings are about: the context of a request, as JSON; null: none.</summary>
    public string? Context { get; set; }

    /// <summary>Names and words that may be said, as they are to be written.</summary>
    public IList<string> Terms { get; } = [];

    /// <summary>The terms of the project's vocabulary apply.</summary>
    public bool UseVocabulary { get; set; } = true;

    /// <summary>Speakers are told apart. What else is said of speakers implies it.</summary>
    public bool Diarize { get; set; }

    /// <summary>Number of speakers; null: found out.</summary>
    public int? NumSpeakers { get; set; }

    /// <summary>The least number of speakers; null: 1.</summary>
    public int? MinSpeakers { get; set; }

    /// <summary>The greatest number of speakers; null: 20.</summary>
    public int? MaxSpeakers { get; set; }

    /// <summary>Speakers whom the project knows are named.</summary>
    public bool IdentifySpeakers { get; set; }

    /// <summary>
    /// The language that is translated into, or several with commas between them, with files of their own; or two with a colon between
    /// them, each translated into the other; null: none.
    /// </summary>
    public string? TranslateTo { get; set; }

    /// <summary>
    /// Translations of terms, such as <c>stroke=ictus</c>; of several translations, with the language before it: <c>es:stroke=ictus</c>.
    /// </summary>
    public IList<string> TranslationTerms { get; } = [];

    /// <summary>Text and subtitles show the translation in place of what was said.</summary>
    public bool TranslatedOnly { get; set; }

    /// <summary>Subtitles show the translation under what was said.</summary>
    public bool Bilingual { get; set; }

    /// <summary>Paragraphs of text and Markdown begin with their time.</summary>
    public bool Timestamps { get; set; }

    /// <summary>Style of the transcripts: <c>verbatim</c>, or <c>clean</c> without fillers, false starts and words said twice.</summary>
    public string Style { get; set; } = "verbatim";

    /// <summary>Kinds of numbers and addresses that are replaced by <c>[PHONE]</c> and the like; <c>true</c>: all; none: nothing.</summary>
    public IList<string> Redact { get; } = [];

    /// <summary>Layout of subtitles.</summary>
    public WatchedSubtitlesOptions Subtitles { get; } = new();

    /// <summary>The copy of a recording that the project gets stays when it has been transcribed, as an upload does.</summary>
    public bool KeepRecordings { get; set; } = true;
}

/// <summary>Layout of the subtitles of a watched folder.</summary>
public sealed record WatchedSubtitlesOptions
{
    /// <summary>Layout of a broadcaster or a streaming service, which the other settings change.</summary>
    public string Style { get; set; } = "default";

    /// <summary>Characters in a line; Chinese and Japanese ones count twice.</summary>
    public int? LineWidth { get; set; }

    /// <summary>Lines at once.</summary>
    public int? MaxLines { get; set; }

    /// <summary>Characters a second that can be read.</summary>
    public double? ReadingSpeed { get; set; }

    /// <summary>The least time that one stays, in milliseconds, if the next one leaves it.</summary>
    public int? MinDurationMs { get; set; }

    /// <summary>The longest time that one stays, in milliseconds.</summary>
    public int? MaxDurationMs { get; set; }

    /// <summary>The least time between two, in milliseconds.</summary>
    public int? GapMs { get; set; }

    /// <summary>Frames a second of the film, on which times are put.</summary>
    public double? FrameRate { get; set; }
}
