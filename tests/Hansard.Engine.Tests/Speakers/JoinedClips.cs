using Hansard.Engine.Audio;
using Hansard.Engine.Tests.Audio;

namespace Hansard.Engine.Tests.Speakers;

/// <summary>A recording made of clips, one after the other with pauses, or one on each channel; gone when disposed.</summary>
internal sealed class JoinedClips : IDisposable
{
    private static readonly string[] Voices =
    [
        "en_test.wav", "en_LJ001-0001.wav", "en_jfk.flac", "pt_test_pt.wav", "en_sense_and_sensibility_01_austen_64kb-0870.wav",
        "de_cheetah_de.wav", "fr_cheetah_fr.wav", "en_ub_english.wav",
    ];

    private static readonly string[] OneVoice = ["en_LJ001-0001.wav", "en_LJ001-0003.wav", "en_LJ001-0006.wav", "en_LJ001-0008.wav"];

    private readonly TemporaryFolder _folder = new();

    private JoinedClips(float[][] channels)
    {
        var samples = new short[channels.Length * channels[0].Length];
        for (var i = 0; i < samples.Length; i++) samples[i] = (short)(channels[i % channels.Length][i / channels.Length] * 32767);
        File.WriteAllBytes(Path, Recordings.Wav(samples, channels: channels.Length));
    }

    public string Path => System.IO.Path.Combine(_folder.Path, "joined.wav");

    public static async Task<JoinedClips> OneVoiceForAMinuteAsync(CancellationToken cancellationToken)
        => new([await JoinAsync([.. OneVoice, .. OneVoice, OneVoice[2]], cancellationToken)]);

    public static async Task<JoinedClips> EightVoicesAsync(CancellationToken cancellationToken)
        => new([await JoinAsync(Voices, cancellationToken)]);

    public static JoinedClips Silence(int seconds) => new([new float[seconds * AudioSpecification.SampleRate]]);

    /// <param name="channels">The samples of each channel; a shorter one ends in silence.</param>
    public static JoinedClips Of(params float[][] channels)
        => new([.. channels.Select(c => c.Concat(new float[channels.Max(o => o.Length) - c.Length]).ToArray())]);

    /// <summary>A clip's samples.</summary>
    public static Task<float[]> ReadAsync(string clip)
        => Recordings.ReadAllAsync(Fixtures.HasShared && !File.Exists(Fixtures.PathOf("audio", "clips", clip))
        ? Fixtures.SharedPathOf("audio", "open", "clips", clip)
        : Fixtures.PathOf("audio", "clips", clip));

    public void Dispose() => _folder.Dispose();

    private static async Task<float[]> JoinAsync(string[] clips, CancellationToken cancellationToken)
    {
        List<float> joined = [];
        foreach (var clip in clips)
        {
            cancellationToken.ThrowIfCancellationRequested();
            joined.AddRange(await ReadAsync(clip));
            joined.AddRange(new float[AudioSpecification.SampleRate * 3 / 10]);
        }
        return [.. joined];
    }
}
