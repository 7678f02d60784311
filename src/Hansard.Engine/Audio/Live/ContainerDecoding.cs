using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hansard.Engine.Audio.Containers;
using Hansard.Engine.Audio.Ffmpeg;

namespace Hansard.Engine.Audio.Live;

/// <summary>Decodes a container, recognised by its first bytes, with ffmpeg as a process of its own.</summary>
internal sealed class ContainerDecoding : ILiveDecoding
{
    /// <summary>Bytes in which a container must show itself.</summary>
    private const int MostHead = 64 << 10;

    /// <summary>Bytes before a guess: with fewer, a signature may not be whole.</summary>
    private const int LeastHead = 64;

    /// <summary>Samples given at once at most, 0.5 s.</summary>
    private const int BlockSamples = AudioSpecification.SampleRate / 2;

    /// <summary>Containers that can be read without seeking, by ffmpeg's names.</summary>
    private static readonly string[] Streamed =
        ["aac", "aiff", "amr", "asf", "flac", "mp3", "ogg", "wav", "matroska", "mpegts", "au", "caf", "flv", "w64"];

    private readonly FfmpegOptions _options;
    private readonly MemoryStream _head = new();
    private readonly TaskCompletionSource<FfmpegProcess?> _process = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Stream? _input;

    /// <param name="options">Limits.</param>
    public ContainerDecoding(FfmpegOptions options)
        // Whoever sends sound may pause for as long as he likes; who limits that is not this.
        => _options = options with { StallTimeout = Timeout.InfiniteTimeSpan };

    /// <inheritdoc />
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (_input is null)
        {
            _head.Write(bytes.Span);
            if (!await TryStartAsync(isAll: false, cancellationToken).ConfigureAwait(false)) return;
            bytes = _head.GetBuffer().AsMemory(0, (int)_head.Length);
        }
        try
        {
            await _input!.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
            await _input.FlushAsync(cancellationToken).ConfigureAwait(false);
            // The first bytes are with ffmpeg by now.
            _head.SetLength(0);
            _head.Capacity = 0;
        }
        catch (IOException)
        {
            // ffmpeg has ended: whoever reads is told why.
        }
    }

    /// <inheritdoc />
    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_input is null && _head.Length > 0 && await TryStartAsync(isAll: true, cancellationToken).ConfigureAwait(false))
                await WriteAsync(_head.GetBuffer().AsMemory(0, (int)_head.Length), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Whoever reads waits for a decoder, or for the word that there will be none.
            Abandon();
        }
    }

    /// <inheritdoc />
    public void Abandon()
    {
        try
        {
            if (_input is null) _process.TrySetResult(null);
            else _input.Dispose();
        }
        catch (IOException)
        {
            // ffmpeg has ended: whoever reads is told why.
        }
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<ReadOnlyMemory<float>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await _process.Task.WaitAsync(cancellationToken).ConfigureAwait(false) is not { } process) yield break;
        var (bytes, held, isEmpty) = (new byte[BlockSamples * sizeof(float)], 0, true);
        while (true)
        {
            var count = await process.ReadAsync(bytes.AsMemory(held), cancellationToken).ConfigureAwait(false);
            if (count == 0) break;
            held += count;
            var whole = held - (held % sizeof(float));
            var samples = MemoryMarshal.Cast<byte, float>(bytes.AsSpan(0, whole)).ToArray();
            bytes.AsSpan(whole, held - whole).CopyTo(bytes);
            held -= whole;
            if (samples.Length == 0) continue;
            isEmpty = false;
            yield return samples;
        }
        await process.CheckEndAsync(isEmpty, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _process.TrySetResult(null);
        if (await _process.Task.ConfigureAwait(false) is { } process)
            await process.DisposeAsync().ConfigureAwait(false);
        await _head.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask<bool> TryStartAsync(bool isAll, CancellationToken cancellationToken)
    {
        if (_head.Length < LeastHead && !isAll) return false;
        _head.Position = 0;
        var container = await ContainerSniffer.RecogniseAsync(_head, cancellationToken).ConfigureAwait(false);
        _head.Position = _head.Length;
        if (container is null && !isAll && _head.Length < MostHead) return false;
        if (container is null || !Streamed.Contains(container.Demuxer)) throw NotStreamed(container);
        var start = FfmpegCommand.CreateLive(_options, FfmpegCommand.Locate(_options.Executable), container.Demuxer);
        var process = FfmpegProcess.Start(start);
        var decoding = new FfmpegProcess(process, container, _options.StallTimeout);
        if (!_process.TrySetResult(decoding))
        {
            // Disposed of while it started: nobody else would end it.
            await decoding.DisposeAsync().ConfigureAwait(false);
            throw new ObjectDisposedException(nameof(ContainerDecoding));
        }
        _input = process.StandardInput.BaseStream;
        return true;
    }

    private static InvalidAudioException NotStreamed(AudioContainer? container) => new(container is null
        ? "The sound is in no known format: send WebM, Ogg, MP3, FLAC, WAV, AAC, AIFF, AMR or ASF, or raw samples with their format."
        : $"{container.Name} cannot be decoded while it arrives: send WebM, Ogg, MP3, FLAC, WAV, AAC, AIFF, AMR or ASF.");
}
