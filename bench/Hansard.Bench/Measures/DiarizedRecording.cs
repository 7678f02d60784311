using Hansard.Engine.Audio;
using Hansard.Engine.Audio.Decoding;
using Hansard.Engine.Models;
using Hansard.Engine.Speakers;
using Hansard.Engine.Speakers.Clustering;
using Hansard.Engine.Speakers.Turns;
using Hansard.Engine.Speech;

namespace Hansard.Bench.Measures;

/// <summary>Tells the speakers of recordings as the engine does, without recognising their words.</summary>
internal sealed class DiarizedRecording : IDisposable
{
    private readonly VoiceActivityModel _voiceActivity;
    private readonly SpeakerModels _models;
    private readonly RecordingDecoder _decoder = new(new FfmpegOptions());

    /// <param name="models">The folder of models.</param>
    public DiarizedRecording(string models)
    {
        var store = ModelStore.Open(models);
        _voiceActivity = VoiceActivityModel.Load(store.Resolve(null, ModelKind.VoiceActivity).Folder);
        _models = SpeakerModels.Find(store, null);
    }

    /// <summary>Tells the speakers of a file.</summary>
    public async Task<SpeakerActivity> DiarizeAsync(string path, SpeakerLimits limits)
    {
        var speech = new SpeechRecord();
        using var recording = new VoiceRecording(speech);
        await using (var audio = recording.Listen(await _decoder.OpenAsync(path, CancellationToken.None)))
        {
            var detector = new VoiceActivityDetector(_voiceActivity);
            var (block, found) = (new float[VoiceActivityDetector.BlockSamples], new float[VoiceActivityDetector.BlockFrames]);
            for (int count; (count = await audio.ReadAsync(block, CancellationToken.None)) > 0;)
                speech.Add(found.AsSpan(0, detector.Process(block.AsSpan(0, count), found)));
        }
        return Diarize(recording, limits);
    }

    /// <summary>Tells the speakers of a recording that has been read to its end.</summary>
    public SpeakerActivity Diarize(VoiceRecording recording, SpeakerLimits limits)
        => new Diarizer(new OwnNetworks(_models, new CallingThread())).Diarize(recording, limits, () => { }, CancellationToken.None);

    /// <inheritdoc />
    public void Dispose()
    {
        _models.Dispose();
        _voiceActivity.Dispose();
    }
}
