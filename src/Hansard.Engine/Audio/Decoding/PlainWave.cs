using System.Buffers;
using System.Buffers.Binary;
using Hansard.Engine.Audio.Containers;

namespace Hansard.Engine.Audio.Decoding;

/// <summary>
/// A WAV file whose samples are what the models hear, 16 bits at 16 kHz of one channel: they are read as they are, and ffmpeg, whose start
/// takes as long as recognising a word or two, is not needed.
/// </summary>
/// <param name="path">The recording, absolute.</param>
/// <param name="wave">Its header, <see cref="WaveFile.IsPlain"/>.</param>
internal sealed class PlainWave(string path, WaveFile wave) : ISoundSource
{
    // What ffmpeg lists for a WAV file.
    private static readonly SoundTrack Track = new(1, Language: null, Title: null, IsDefault: false, IsDecodable: true);

    private readonly FileStream _file = new(path, new FileStreamOptions
    {
        Share = FileShare.ReadWrite | FileShare.Delete,
        Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
        BufferSize = 0,
    });

    private long _left = wave.StatedBytes!.Value / sizeof(short);

    /// <inheritdoc />
    public TimeSpan? StatedDuration => wave.StatedDuration;

    /// <inheritdoc />
    public Task<IReadOnlyList<SoundTrack>> TracksAsync(CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<SoundTrack>>([Track]);

    /// <inheritdoc />
    public Task<int> BeginAsync(CancellationToken cancellationToken)
    {
        _file.Position = wave.FirstByte;
        return Task.FromResult(1);
    }

    /// <inheritdoc />
    public Task<TimeSpan> LateAsync(CancellationToken cancellationToken) => Task.FromResult(TimeSpan.Zero);

    /// <inheritdoc />
    public async ValueTask<int> ReadAsync(Memory<float> samples, CancellationToken cancellationToken)
    {
        var wanted = (int)Math.Min(samples.Length, _left);
        var bytes = ArrayPool<byte>.Shared.Rent(Math.Max(1, wanted * sizeof(short)));
        try
        {
            var read = await _file.ReadAtLeastAsync(
                bytes.AsMemory(0, wanted * sizeof(short)), wanted * sizeof(short), throwOnEndOfStream: false, cancellationToken)
                .ConfigureAwait(false);
            var count = read / sizeof(short);
            Convert(bytes.AsSpan(0, count * sizeof(short)), samples.Span);
            _left -= count;
            return count;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <inheritdoc />
    public Task CheckEndAsync(bool isEmpty, CancellationToken cancellationToken) => _left == 0
        ? Task.CompletedTask
        : throw new InvalidAudioException("The recording became shorter while it was read: write it to its end before it is transcribed.");

    /// <inheritdoc />
    public IReadOnlyList<string> Warnings(TimeSpan decoded) => [];

    /// <inheritdoc />
    public void Stop()
    {
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _file.DisposeAsync();

    private static void Convert(ReadOnlySpan<byte> bytes, Span<float> samples)
    {
        for (var i = 0; i < bytes.Length / sizeof(short); i++)
            samples[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes[(i * sizeof(short))..]) * (1 / 32768f);
    }
}
