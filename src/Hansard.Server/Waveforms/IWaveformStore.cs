namespace Hansard.Server.Waveforms;

/// <summary>Waveforms that were computed, which go with their transcriptions.</summary>
internal interface IWaveformStore
{
    /// <summary>Finds one.</summary>
    /// <param name="transcription">Id of the transcription.</param>
    Waveform? Find(string transcription);

    /// <summary>Keeps one, unless the transcription has been deleted meanwhile.</summary>
    Task AddAsync(string transcription, Waveform waveform, CancellationToken cancellationToken);
}
