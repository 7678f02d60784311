using Hansard.Engine.Audio.Containers;

using System.Buffers;
using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Hansard.Engine.Audio.Ffmpeg;

/// <summary>
/// The samples of one recording, read from ffmpeg's pipe as they are asked for: while nobody reads, ffmpeg waits.
/// </summary>
/// <remarks>Not safe for concurrent reads. <see cref="DisposeAsync"/> ends the process, and waits until the system has reaped it.</remarks>
internal sealed class FfmpegAudioReader : IAudioReader
{
    /// <summary>Bytes that a pipe holds on Linux, 2 s of audio.</summary>
    private const int BufferBytes = 64 * 1024;

    /// <summary>Time that a process that has ended, or was killed, may take to be reaped.</summary>
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Signals that mean a crash or a limit: ILL, ABRT, BUS, FPE, KILL, SEGV, XCPU, XFSZ, SYS. Other codes above 128 are ffmpeg's
    /// own from version 6.1 on (183: invalid data).
    /// </summary>
    private static readonly int[] FatalSignals = [4, 6, 7, 8, 9, 11, 24, 25, 31];

    private readonly Process _process;
    private readonly Stream _output;
    private readonly AudioContainer _container;
    private readonly FfmpegOptions _options;
    private readonly bool _isCutOff;
    private readonly FfmpegLog _log = new();
    private readonly Task _logReading;
    private readonly Timer _stallTimer;
    private readonly long _maximumSamples;

    /// <summary>Null once the reader is disposed.</summary>
    private byte[]? _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);

    /// <summary>The half sample that the last read of the pipe ended with, -1 if none.</summary>
    private int _carry = -1;
    private bool _ended;
    private InvalidAudioException? _failure;
    private volatile bool _stalled;

    internal FfmpegAudioReader(Process process, AudioContainer container, bool isCutOff, FfmpegOptions options)
    {
        (_process, _container, _isCutOff, _options) = (process, container, isCutOff, options);
        _output = process.StandardOutput.BaseStream;
        _maximumSamples = (long)(options.MaximumDuration.TotalSeconds * AudioSpecification.SampleRate);
        _log.LowRateListed = Kill;
        _logReading = _log.ReadAsync(process.StandardError);
        _stallTimer = new Timer(_ => OnStalled(), null, Timeout.Infinite, Timeout.Infinite);
    }

    /// <summary>
    /// The length that the container states, known from the first sample on; for progress only, since it may be wrong or absent.
    /// </summary>
    public TimeSpan? StatedDuration => _log.Duration;

    /// <summary>The channels of the recording's only sound track; null if there are several tracks, or none that can be decoded.</summary>
    public async Task<int?> ChannelsAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _log.InputListed.WaitAsync(_options.StallTimeout, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Reading it will say what is wrong.
            return null;
        }
        return _log.Channels;
    }

    /// <summary>Samples read so far.</summary>
    public long SamplesRead { get; private set; }

    /// <summary>Indicates whether parts of the recording were damaged and are missing; final after the end.</summary>
    public bool IsDamaged => _log.HasErrors;

    /// <inheritdoc />
    public IReadOnlyList<string> Warnings => _ended ? RecordingWarnings.Of(_log, AudioSpecification.Duration(SamplesRead), _isCutOff) : [];

    internal int ProcessId => _process.Id;

    /// <inheritdoc />
    public async ValueTask<int> ReadAsync(Memory<float> samples, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_buffer is null, this);
        if (_failure is not null) throw _failure;
        cancellationToken.ThrowIfCancellationRequested();

        // A read of the pipe cannot be cancelled everywhere; killing ffmpeg ends it.
        using var registration = cancellationToken.UnsafeRegister(static state => ((FfmpegAudioReader)state!).Kill(), this);
        var written = 0;
        while (written < samples.Length && !_ended)
        {
            var wanted = Math.Min(BufferBytes, (samples.Length - written) * sizeof(short));
            var bytes = await ReadPipeAsync(wanted).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (bytes == 0)
            {
                _ended = true;
                await CheckEndAsync(cancellationToken).ConfigureAwait(false);
                break;
            }

            var count = bytes / sizeof(short);
            ToFloat(MemoryMarshal.Cast<byte, short>(_buffer.AsSpan(0, count * sizeof(short))), samples.Span[written..]);
            written += count;
            SamplesRead += count;
            if (SamplesRead > _maximumSamples) throw Fail(InvalidAudioException.TooLong(_options.MaximumDuration));
        }

        return written;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _buffer, null) is not { } buffer) return;
        Kill();
        await _stallTimer.DisposeAsync().ConfigureAwait(false);
        await WaitForEndAsync().ConfigureAwait(false);
        _process.Dispose();
        ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <summary>Reads whole samples to the start of the buffer; less than wanted, but 0 only at the end.</summary>
    private async ValueTask<int> ReadPipeAsync(int wanted)
    {
        var buffer = _buffer!;
        var bytes = 0;
        if (_carry >= 0) (buffer[0], _carry, bytes) = ((byte)_carry, -1, 1);
        _stallTimer.Change(_options.StallTimeout, Timeout.InfiniteTimeSpan);
        try
        {
            do
            {
                var read = await _output.ReadAsync(buffer.AsMemory(bytes, wanted - bytes), CancellationToken.None).ConfigureAwait(false);
                if (read == 0) return 0;
                bytes += read;
            }
            while (bytes < sizeof(short));
        }
        finally
        {
            _stallTimer.Change(Timeout.Infinite, Timeout.Infinite);
        }

        if (bytes % sizeof(short) != 0) _carry = buffer[bytes - 1];
        return bytes & ~1;
    }

    /// <summary>
    /// Decides whether the end of the pipe is the end of the recording. What was decoded before damage stands; but nothing at
    /// all is an error, and so is a decoder that was stopped or crashed, since an unknown part of the recording is then missing.
    /// </summary>
    private async Task CheckEndAsync(CancellationToken cancellationToken)
    {
        await WaitForEndAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (_stalled)
            throw Fail($"The recording cannot be decoded: there was no progress for {AudioSpecification.Describe(_options.StallTimeout)}, "
                + "so convert it to another format.");
        if (_log.LowRate is { } rate)
            throw Fail($"The recording cannot be transcribed: its sample rate is {rate} Hz, "
                + $"and speech needs {FfmpegLog.LowestRate} at least, so check how it was made.");
        var code = _process.HasExited ? _process.ExitCode : -1;
        if (code < 0 || FatalSignals.Contains(code - 128))
            throw Fail($"The recording cannot be decoded: decoding this {_container.Name} file took too long or broke off, "
                + "so convert it to another format.");
        if (code is 126 or 127)
            throw new DecoderUnavailableException("ffmpeg does not start: check that it runs on this machine ('ffmpeg -version').");
        if (SamplesRead == 0 && (code != 0 || _log.HasErrors) || code != 0 && _log.OutOfMemory) throw Fail(_log.Explain(_container));
    }

    private async Task WaitForEndAsync()
    {
        using var timeout = new CancellationTokenSource(EndTimeout);
        try
        {
            await _process.WaitForExitAsync(timeout.Token).ConfigureAwait(false);
            await _logReading.WaitAsync(timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // It closed its pipe but does not end; a process in the kernel's hands (a dead network disk) cannot be waited for.
            Kill();
        }
    }

    private InvalidAudioException Fail(string message) => Fail(new InvalidAudioException(message));

    private InvalidAudioException Fail(InvalidAudioException failure)
    {
        _ended = true;
        Kill();
        return _failure = failure;
    }

    private void OnStalled()
    {
        _stalled = true;
        Kill();
    }

    private void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended already, or is ending; a timer or a cancelled token must not fail for that.
        }
    }

    private static void ToFloat(ReadOnlySpan<short> source, Span<float> destination)
    {
        for (var i = 0; i < source.Length; i++) destination[i] = source[i] * (1f / 32768);
    }
}
