namespace Hansard.Server.Configuration;

/// <summary>Settings of the protocols that are served beside the API.</summary>
public sealed record DoorOptions
{
    /// <summary>OpenAI's audio API.</summary>
    public OpenAiOptions OpenAi { get; set; } = new();

    /// <summary>The protocol of whisper-asr-webservice.</summary>
    public WhisperAsrOptions WhisperAsr { get; set; } = new();

    /// <summary>The protocol Wyoming, which Home Assistant speaks.</summary>
    public WyomingOptions Wyoming { get; set; } = new();

    /// <summary>Live transcription over a WebSocket.</summary>
    public LiveDoorOptions Live { get; set; } = new();

    /// <summary>Tools for assistants.</summary>
    public McpDoorOptions Mcp { get; set; } = new();
}

/// <summary>Settings of the tools for assistants (Model Context Protocol).</summary>
public sealed record McpDoorOptions
{
    /// <summary>Serves /mcp: with a key, nothing can be done there that the API does not do with the same key.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The longest time that a call waits for a transcription: less than the 60 seconds after which clients give up.</summary>
    public TimeSpan Wait { get; set; } = TimeSpan.FromSeconds(45);

    /// <summary>Calls of tools at once. Further ones are told to come back.</summary>
    public int Calls { get; set; } = 32;
}

/// <summary>Settings of live transcription.</summary>
public sealed record LiveDoorOptions
{
    // One session takes less than half of a core; what is left is for recordings.
    private const int SessionsPerThread = 2;

    /// <summary>Serves /transcribe-websocket.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Sessions that transcribe at once; null: two for each thread of the engine.</summary>
    public int? Sessions { get; set; }

    /// <summary>Treatment of sessions beyond that.</summary>
    public LiveBeyond Beyond { get; set; } = LiveBeyond.Refuse;

    /// <summary>Further sessions that get final words alone, with <see cref="LiveBeyond.Finals"/>; null: as many as the others.</summary>
    public int? FinalsSessions { get; set; }

    /// <summary>Sessions that are open at once, those in which nobody speaks included.</summary>
    /// <remarks>An eighth of the connections that the server takes (<see cref="ConnectionOptions"/>): the rest is for others.</remarks>
    public int Connections { get; set; } = 512;

    /// <summary>Time without sound after which an open session no longer counts among those that transcribe.</summary>
    public TimeSpan Rest { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Time without a message after which a session ends.</summary>
    public TimeSpan Idle { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Sessions at once where none are set.</summary>
    internal static int UsualSessions(int threads) => SessionsPerThread * threads;
}

/// <summary>Treatments of live sessions beyond those that are transcribed with all effort.</summary>
public enum LiveBeyond
{
    /// <summary>A refusal, with 429.</summary>
    Refuse,

    /// <summary>Final words alone, for less of the processor and later.</summary>
    Finals,
}

/// <summary>Settings of OpenAI's audio API.</summary>
public sealed record OpenAiOptions
{
    /// <summary>Serves /v1/audio/transcriptions and /v1/audio/translations, and lists models in OpenAI's form too.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Keeps files and transcriptions in the project, as the API does; else nothing stays but the usage.</summary>
    public bool Keep { get; set; }

    /// <summary>Time without a byte after which something without meaning is sent, so that nobody takes the connection for dead.</summary>
    public TimeSpan KeepAlive { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Serves transcription sessions at /v1/realtime; their places are those of <see cref="LiveDoorOptions.Sessions"/>.</summary>
    public bool Realtime { get; set; } = true;

    /// <summary>Time without an event after which a realtime session ends. While no sound comes it holds no place.</summary>
    public TimeSpan RealtimeIdle { get; set; } = TimeSpan.FromMinutes(15);
}
