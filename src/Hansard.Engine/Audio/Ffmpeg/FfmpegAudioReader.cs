using Hansard.Engine.Audio.Containers;
using Hansard.Engine.Audio.Mixing;

namespace Hansard.Engine.Audio.Ffmpeg;

/// <summary>
/// The sound of one recording, on the recording's own clock: what ffmpeg decodes, mixed to one channel and brought to an ordinary level.
/// </summary>
/// <remarks>Not safe for concurrent reads. Holds <see cref="LevelControl.WindowSamples"/> samples, decoded ahead of who reads.</remarks>
internal sealed class FfmpegAudioReader : IAudioReader
{
    private readonly FfmpegProcess _process;
    private readonly SampleStream _stream;
    private readonly RecordingFile _file;
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

    /// <param name="process">Decodes; owned from here on.</param>
    /// <param name="file">The recording.</param>
    /// <param name="channel">The only channel wanted, from 0 on; null mixes all.</param>
    /// <param name="maximumDuration">The longest recording accepted.</param>
    public FfmpegAudioReader(FfmpegProcess process, RecordingFile file, int? channel, TimeSpan maximumDuration)
    {
        (_process, _stream, _file, _channel, _maximumDuration) = (process, new SampleStream(process), file, channel, maximumDuration);
        _maximumSamples = (long)(maximumDuration.TotalSeconds * AudioSpecification.SampleRate);
    }

    /// <summary>
    /// The length that the container states, known from the first sample on; for progress only, since it may be wrong or absent.
    /// </summary>
    public TimeSpan? StatedDuration => _process.Log.Duration;

    /// <summary>Samples decoded so far: up to a window more than have been read.</summary>
    public long SamplesDecoded { get; private set; }

    /// <inheritdoc />
    public IReadOnlyList<string> Warnings
        => _ended ? RecordingWarnings.Of(_process.Log, AudioSpecification.Duration(SamplesDecoded), _file) : [];

    internal int ProcessId => _process.Id;

    /// <summary>The channels of the sound; 0 if there is none that can be decoded.</summary>
    public async Task<int> ChannelsAsync(CancellationToken cancellationToken)
    {
        if (_mixer is null) await BeginAsync(cancellationToken).ConfigureAwait(false);
        return _channels;
    }

    /// <summary>The sound tracks of the file.</summary>
    public async Task<IReadOnlyList<SoundTrack>> TracksAsync(CancellationToken cancellationToken)
    {
        await _process.ListInputAsync(cancellationToken).ConfigureAwait(false);
        return _process.Log.Tracks;
    }

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
            _process.Kill();
            _failure = failure;
            throw;
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _process.DisposeAsync();

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
        _channels = await _stream.ReadHeaderAsync(cancellationToken).ConfigureAwait(false);
        _mixer = new ChannelMixer(Math.Max(1, _channels));
        _block = new float[ChannelMixer.BlockFrames * _channels];
        if (_channels == 0)
        {
            await EndAsync(cancellationToken).ConfigureAwait(false);
            return;
        }
        if (_channel >= _channels) throw new InvalidAudioException($"The recording has no channel {_channel + 1}: it has {_channels}.");
        if (_file.Container.HasClock)
            _silence = (long)((await LateAsync(cancellationToken).ConfigureAwait(false)).TotalSeconds * AudioSpecification.SampleRate);
    }

    /// <summary>Time after which the sound begins on the recording's clock.</summary>
    private async Task<TimeSpan> LateAsync(CancellationToken cancellationToken)
    {
        // ffmpeg tells it before it writes the first sample, so that the log need not be waited for beyond its pipe.
        if (await _process.StartAsync(cancellationToken).ConfigureAwait(false) is not { } first) return TimeSpan.Zero;
        // Where the clock begins at 0, ffmpeg may not know when the film does, since it does not decode it. A part cut out of a broadcast
        // keeps the broadcast's times, beyond its own length: then both begin at once.
        var log = _process.Log;
        var begin = _file.Container.BeginsAtZero ? TimeSpan.Zero : log.HasVideo ? log.Start : first;
        var late = first - begin;
        return late > TimeSpan.Zero && late < (log.Duration ?? TimeSpan.Zero) && late < _maximumDuration ? late : TimeSpan.Zero;
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
            var read = await _stream.ReadAsync(_block, cancellationToken).ConfigureAwait(false);
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
        await _process.CheckEndAsync(isEmpty, cancellationToken).ConfigureAwait(false);
    }
}
