namespace Hansard.Engine.Recognition.Whisper.Networks;

/// <summary>Whisper's encoder. Thread-safe.</summary>
internal interface IAudioEncoder : IDisposable
{
    /// <summary>Encodes one window.</summary>
    /// <param name="mel">[bands, frames].</param>
    /// <param name="frames">Even, at most 3000.</param>
    EncodedAudio Encode(float[] mel, int frames);
}
