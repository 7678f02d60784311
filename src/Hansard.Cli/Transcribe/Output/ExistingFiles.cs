namespace Hansard.Cli.Transcribe.Output;

/// <summary>Treatment of a transcript whose file exists already.</summary>
internal enum ExistingFiles
{
    /// <summary>The recording is skipped, and that is a failure.</summary>
    Refuse,

    /// <summary>The recording is skipped, as it has been transcribed before.</summary>
    Skip,

    /// <summary>The file gets the new transcript and keeps its owner and permissions.</summary>
    Overwrite,
}
