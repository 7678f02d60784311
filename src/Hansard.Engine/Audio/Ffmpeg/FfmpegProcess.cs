using System.ComponentModel;
using System.Diagnostics;
using Hansard.Engine.Audio.Containers;

namespace Hansard.Engine.Audio.Ffmpeg;

/// <summary>One run of ffmpeg, whose output is read as it is asked for: while nobody reads, it waits.</summary>
/// <remarks>
/// Not safe for concurrent reads. <see cref="DisposeAsync"/> ends the process, and waits until the system has reaped it.
/// </remarks>
internal sealed class FfmpegProcess : IAsyncDisposable
{
    /// <summary>Time that a process that has ended, or was killed, may take to be reaped.</summary>
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Signals that mean a crash or a limit: ILL, ABRT, BUS, FPE, SEGV, XCPU, XFSZ, SYS. Other codes above 128 are ffmpeg's
    /// own from version 6.1 on (183: invalid data).
    /// </summary>
    private static readonly int[] FatalSignals = [4, 6, 7, 8, 11, ProcessorTimeSignal, 25, 31];

    /// <summary>
    /// Signals that say nothing of the recording: HUP, INT, KILL and TERM of an administrator, of systemd, which ends all processes of a
    /// service, of a terminal, or of a kernel that has no memory left.
    /// </summary>
    private static readonly int[] OthersSignals = [1, 2, 9, 15];

    private const int ProcessorTimeSignal = 24;

    private readonly Process _process;
    private readonly Stream _output;
    private readonly AudioContainer _container;
    private readonly TimeSpan _stallTimeout;
    private readonly Task _logReading;
    private readonly Timer _stallTimer;
    private bool _disposed;
    private volatile bool _stalled;

    /// <param name="process">Started; owned from here on.</param>
    /// <param name="container">Container of its input, for messages.</param>
    /// <param name="stallTimeout">Time for which it may give nothing while its output is waited for.</param>
    public FfmpegProcess(Process process, AudioContainer container, TimeSpan stallTimeout)
    {
        (_process, _container, _stallTimeout) = (process, container, stallTimeout);
        _output = process.StandardOutput.BaseStream;
        Log.LowRateListed = Kill;
        _logReading = Log.ReadAsync(process.StandardError);
        _stallTimer = new Timer(_ => OnStalled(), null, Timeout.Infinite, Timeout.Infinite);
    }

    /// <summary>The log so far.</summary>
    public FfmpegLog Log { get; } = new();

    /// <summary>The system's number of the process.</summary>
    public int Id => _process.Id;

    /// <summary>Starts ffmpeg.</summary>
    /// <exception cref="DecoderUnavailableException">It does not start.</exception>
    internal static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw new DecoderUnavailableException("ffmpeg does not start.");
        }
        catch (Win32Exception exception)
        {
            throw new DecoderUnavailableException($"ffmpeg does not start: {exception.Message}.", exception);
        }
    }

    /// <summary>Reads some of its output.</summary>
    /// <param name="buffer">Filled from its start, as far as there is something to read.</param>
    /// <param name="cancellationToken">Ends the process.</param>
    /// <returns>0 only at the end.</returns>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        cancellationToken.ThrowIfCancellationRequested();
        // A read of the pipe cannot be cancelled everywhere; killing ffmpeg ends it.
        using var registration = cancellationToken.UnsafeRegister(static state => ((FfmpegProcess)state!).Kill(), this);
        _stallTimer.Change(_stallTimeout, Timeout.InfiniteTimeSpan);
        try
        {
            var count = await _output.ReadAsync(buffer, CancellationToken.None).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            return count;
        }
        finally
        {
            _stallTimer.Change(Timeout.Infinite, Timeout.Infinite);
        }
    }

    /// <summary>
    /// Decides whether the end of the output is the end of the recording. What was decoded before damage stands; but nothing at all is an
    /// error, and so is a decoder that was stopped or crashed, since an unknown part of the recording is then missing.
    /// </summary>
    /// <param name="isEmpty">Indicates whether there was not a single sample.</param>
    /// <param name="cancellationToken">That of the read which found the end.</param>
    /// <exception cref="InvalidAudioException">The recording is not, or not wholly, decoded.</exception>
    /// <exception cref="DecoderUnavailableException">ffmpeg does not start, or somebody else has ended it.</exception>
    public async Task CheckEndAsync(bool isEmpty, CancellationToken cancellationToken)
    {
        await WaitForEndAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (_stalled)
        {
            throw new InvalidAudioException(
                $"The recording cannot be decoded: there was no progress for {AudioSpecification.Describe(_stallTimeout)}, "
                + "so convert it to another format.");
        }
        if (Log.LowRate is { } rate)
        {
            throw new InvalidAudioException(
                $"The recording cannot be transcribed: its sample rate is {rate} Hz, "
                + $"and speech needs {FfmpegLog.LowestRate} at least, so check how it was made.");
        }
        var code = _process.HasExited ? _process.ExitCode : -1;
        var signal = Log.Signal ?? code - 128;
        if (OthersSignals.Contains(signal))
        {
            throw new DecoderUnavailableException(
                "ffmpeg was ended by another program, or for want of memory, before it had read all of the recording: try again.");
        }
        if (code < 0 || FatalSignals.Contains(signal))
        {
            throw new InvalidAudioException(
                $"The recording cannot be decoded: decoding this {_container.Name} file took too long or broke off, "
                + "so convert it to another format.");
        }
        if (code is 126 or 127)
            throw new DecoderUnavailableException("ffmpeg does not start: check that it runs on this machine ('ffmpeg -version').");
        if ((isEmpty && (code != 0 || Log.HasErrors)) || (code != 0 && Log.OutOfMemory))
            throw new InvalidAudioException(Log.Explain(_container));
    }

    /// <summary>Waits until the tracks of the input are listed, or ffmpeg has ended, or gives nothing for too long.</summary>
    public async Task ListInputAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Log.InputListed.WaitAsync(_stallTimeout, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Reading its output will say what is wrong.
        }
    }

    /// <summary>Waits for the time of the first sample on the recording's clock.</summary>
    /// <returns>Null if ffmpeg ends, or gives nothing for too long, without it.</returns>
    public async Task<TimeSpan?> StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await Log.Started.WaitAsync(_stallTimeout, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    /// <summary>Ends the process.</summary>
    public void Kill()
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

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        Kill();
        await _stallTimer.DisposeAsync().ConfigureAwait(false);
        await WaitForEndAsync().ConfigureAwait(false);
        _process.Dispose();
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

    private void OnStalled()
    {
        _stalled = true;
        Kill();
    }
}
