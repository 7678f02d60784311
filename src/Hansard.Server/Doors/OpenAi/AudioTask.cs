namespace Hansard.Server.Doors.OpenAi;

/// <summary>The two calls of OpenAI's audio API.</summary>
internal enum AudioTask
{
    /// <summary>The text in its own language.</summary>
    Transcribe,

    /// <summary>The text in English.</summary>
    Translate,
}
