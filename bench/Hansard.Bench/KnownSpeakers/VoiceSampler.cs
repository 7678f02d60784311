using System.Text.Json;
using Hansard.Engine.Models;
using Hansard.Engine.Speakers;
using Hansard.Engine.Speakers.Segmentation;
using Hansard.Engine.Speakers.Voices;
using Hansard.Engine.Speech;

namespace Hansard.Bench.KnownSpeakers;

/// <summary>Embeds recordings piece by piece, as the engine does, and keeps the voices beside the results for the next run.</summary>
internal sealed class VoiceSampler : IDisposable
{
    /// <summary>Speech of which voices of a few seconds are made, in each recording.</summary>
    private const double ShortSpeech = 12;

    /// <summary>Speech of which longer voices are made.</summary>
    private const double LongSpeech = 32;

    /// <summary>Frames of the shortest piece.</summary>
    private const int ShortestPiece = 40;

    private readonly VoiceActivityModel _voiceActivity;
    private readonly SpeakerModels _models;
    private readonly string _kept = Directory.CreateDirectory(Path.Combine(Corpus.Results, "known-speakers")).FullName;

    /// <param name="models">The folder of models.</param>
    public VoiceSampler(string models)
    {
        var store = ModelStore.Open(models);
        _voiceActivity = VoiceActivityModel.Load(store.Resolve(null, ModelKind.VoiceActivity).Folder);
        _models = SpeakerModels.Find(store, null);
    }

    /// <summary>Lengths of the longest piece, in seconds: of voices of 1, 2 and 3 s, and of longer ones, as the engine cuts them.</summary>
    public static IReadOnlyList<double> Cuts { get; } = [1, 2, 1.5, LocalPieces.Longest / (double)FrameGrid.FramesPerSecond];

    /// <summary>The pieces of a recording, in order, for each of <see cref="Cuts"/>.</summary>
    public VoicePiece[][] Sample(PersonRecording recording, RecordingCondition condition)
    {
        var file = Path.Combine(_kept, $"{recording.Name.Replace('/', '+')} {condition}.json");
        if (File.Exists(file)) return JsonSerializer.Deserialize<VoicePiece[][]>(File.ReadAllText(file))!;
        var seed = recording.Name.Aggregate(17, (hash, letter) => unchecked((hash * 31) + letter));
        var samples = RecordingConditions.Apply(recording.Read(), condition, seed);
        using var heard = new VoiceRecording(new SpeechRecord());
        heard.Append(samples);
        var detector = new VoiceActivityDetector(_voiceActivity);
        var found = new float[VoiceActivityDetector.BlockFrames];
        foreach (var block in samples.Chunk(VoiceActivityDetector.BlockSamples))
            heard.Speech.Add(found.AsSpan(0, detector.Process(block, found)));
        var pieces = Cuts.Select((cut, i) => Pieces(heard, cut, i + 1 < Cuts.Count ? ShortSpeech : LongSpeech)).ToArray();
        File.WriteAllText(file, JsonSerializer.Serialize(pieces));
        return pieces;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _models.Dispose();
        _voiceActivity.Dispose();
    }

    private VoicePiece[] Pieces(VoiceRecording recording, double longest, double speech)
    {
        List<FrameRange> pieces = [];
        var left = speech * FrameGrid.FramesPerSecond;
        var most = (int)(longest * FrameGrid.FramesPerSecond);
        foreach (var region in recording.Speech.Regions(SpeechMasks.Turns, recording.Samples))
        {
            if (left <= 0) break;
            pieces.AddRange(LocalPieces.Even(region, (region.Length + most - 1) / most).Where(p => p.Length >= ShortestPiece));
            left -= region.Length;
        }
        var voices = new PieceVoices(new OwnNetworks(_models, new CallingThread()), recording, new float[recording.Frames])
            .Embed(pieces, () => { }, CancellationToken.None);
        return [.. pieces.Zip(voices, (piece, voice) => new VoicePiece(piece.Seconds, voice))];
    }
}

/// <summary>The voice of a piece of speech.</summary>
/// <param name="Seconds">Its length.</param>
/// <param name="Voice">A unit vector.</param>
internal sealed record VoicePiece(double Seconds, float[] Voice);
