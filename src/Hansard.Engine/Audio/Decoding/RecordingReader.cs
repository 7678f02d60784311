using Hansard.Engine.Audio.Ffmpeg;
using Hansard.Engine.Audio.Mixing;

namespace Hansard.Engine.Audio.Decoding;

/// <summary>
/// The sound of one recording, on the recording's own clock: what is decoded, mixed to one channel and brought to an ordinary level.
/// </summary>
/// <remarks>Not safe for concurrent reads. Holds <see cref="LevelControl.WindowSamples"/> samples, decoded ahead of who reads.</remarks>
internal sealed class RecordingReader : IAudioReader
{
    private readonly ISoundSource _sound;
    private readonly int? _channel;
    private readonly TimeSpan _maximumDuration;
    private readonly long _maximumSamples;
    private readonly LevelControl _levels = new();
    private readonly float[] _window = new float[LevelControl.WindowSamples];

    private ChannelMixer? _mixer;
    private float[] _block = [];
    private int _channels;

    /// <summary>Samples of silence with which the recording begins, and that have not been read.</summary>
    private long _silence;
    private int _held;
    private int _given;
    private bool _ended;
    private InvalidAudioException? _failure;

    /// <param name="sound">The recording's; owned from here on.</param>
    /// <param name="channel">The only channel wanted, from 0 on; null mixes all.</param>
    /// <param name="maximumDuration">The longest recording accepted.</param>
    public RecordingReader(ISoundSource sound, int? channel, TimeSpan maximumDuration)
    {
        (_sound, _channel, _maximumDuration) = (sound, channel, maximumDuration);
        _maximumSamples = (long)(maximumDuration.TotalSeconds * AudioSpecification.SampleRate);
    }

    /// <inheritdoc />
    public TimeSpan? StatedDuration => _sound.StatedDuration;

    /// <summary>Samples decoded so far: up to a window more than have been read.</summary>
    public long SamplesDecoded { get; private set; }

    /// <inheritdoc />
    public IReadOnlyList<string> Warnings
        => _ended ? _sound.Warnings(AudioSpecification.Duration(SamplesDecoded)) : [];

    /// <summary>The system's number of the process that decodes, where one does.</summary>
    internal int? ProcessId => (_sound as FfmpegSound)?.ProcessId;

    /// <summary>The channels of the sound; 0 if there is none that can be decoded.</summary>
    public async Task<int> ChannelsAsync(CancellationToken cancellationToken)
    {
        if (_mixer is null) await BeginAsync(cancellationToken).ConfigureAwait(false);
        return _channels;
    }

    /// <summary>The sound tracks of the file.</summary>
    public Task<IReadOnlyList<SoundTrack>> TracksAsync(CancellationToken cancellationToken) => _sound.TracksAsync(cancellationToken);

    /// <inheritdoc />
    public async ValueTask<int> ReadAsync(Memory<float> samples, CancellationToken cancellationToken)
    {
        if (_failure is not null) throw _failure;
        try
        {
            var written = 0;
            while (written < samples.Length && await HoldsAsync(cancellationToken).ConfigureAwait(false))
            {
                var count = Math.Min(samples.Length - written, _held - _given);
                _window.AsMemory(_given, count).CopyTo(samples[written..]);
                (_given, written) = (_given + count, written + count);
            }
            return written;
        }
        catch (InvalidAudioException failure)
        {
            _sound.Stop();
            _failure = failure;
            throw;
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _sound.DisposeAsync();

    /// <summary>Decodes the next window once the last has been read.</summary>
    private async ValueTask<bool> HoldsAsync(CancellationToken cancellationToken)
    {
        if (_given < _held) return true;
        (_given, _held) = (0, 0);
        if (_mixer is null) await BeginAsync(cancellationToken).ConfigureAwait(false);
        while (!_ended && _held + ChannelMixer.BlockFrames <= _window.Length)
            await DecodeAsync(cancellationToken).ConfigureAwait(false);
        _levels.Apply(_window.AsSpan(0, _held));
        return _held > 0;
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        _channels = await _sound.BeginAsync(cancellationToken).ConfigureAwait(false);
        _mixer = new ChannelMixer(Math.Max(1, _channels));
        _block = new float[ChannelMixer.BlockFrames * _channels];
        if (_channels == 0)
        {
            await EndAsync(cancellationToken).ConfigureAwait(false);
            return;
        }
        if (_channel >= _channels) throw new InvalidAudioException($"The recording has no channel {_channel + 1}: it has {_channels}.");
        _silence = (long)((await _sound.LateAsync(cancellationToken).ConfigureAwait(false)).TotalSeconds * AudioSpecification.SampleRate);
    }

    private async Task DecodeAsync(CancellationToken cancellationToken)
    {
        var target = _window.AsMemory(_held, ChannelMixer.BlockFrames);
        int count;
        if (_silence > 0)
        {
            count = (int)Math.Min(_silence, target.Length);
            target.Span[..count].Clear();
            _silence -= count;
        }
        else
        {
            var read = await _sound.ReadAsync(_block, cancellationToken).ConfigureAwait(false);
            count = read / _channels;
            var block = _block.AsSpan(0, read);
            if (_channel is { } only) ChannelMixer.Take(block, _channels, only, target.Span);
            else _mixer!.Mix(block, target.Span);
            if (count < target.Length) await EndAsync(cancellationToken, isEmpty: SamplesDecoded + count == 0).ConfigureAwait(false);
        }
        (_held, SamplesDecoded) = (_held + count, SamplesDecoded + count);
        if (SamplesDecoded > _maximumSamples) throw InvalidAudioException.TooLong(_maximumDuration);
    }

    private async Task EndAsync(CancellationToken cancellationToken, bool isEmpty = true)
    {
        _ended = true;
        await _sound.CheckEndAsync(isEmpty, cancellationToken).ConfigureAwait(false);
    }
}
