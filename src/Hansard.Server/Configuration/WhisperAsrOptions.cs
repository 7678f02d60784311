namespace Hansard.Server.Configuration;

/// <summary>Settings of the protocol of whisper-asr-webservice, which Bazarr, Speakr and others speak.</summary>
public sealed record WhisperAsrOptions
{
    /// <summary>Serves /asr, /detect-language and /status.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The project of requests without a key, which the protocol does not know; null: a key is asked for here, too.</summary>
    public string? Project { get; set; }

    /// <summary>Keeps files and transcriptions in the project, as the API does; else nothing stays but the usage.</summary>
    public bool Keep { get; set; }

    /// <summary>Time without a byte after which something without meaning is sent, so that nobody takes the connection for dead.</summary>
    public TimeSpan KeepAlive { get; set; } = TimeSpan.FromSeconds(30);
}
