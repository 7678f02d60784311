using System.Buffers.Binary;
using Hansard.Engine.Audio;
using Hansard.Server.Http;

namespace Hansard.Server.Doors.WhisperAsr;

/// <summary>
/// A recording sent with <c>encode=false</c>, samples of 16 bits at 16 kHz without a header, as a WAV file whose length is open.
/// </summary>
/// <remarks>
/// Obsidian sends files with their own headers in this way. The webservice takes those for sound, and WebM is noise then; no sound begins
/// with the marks of a file, so such a file is left as it is.
/// </remarks>
/// <param name="sent">The bytes as they arrive.</param>
/// <param name="longest">Sound that is handed on; the rest is read and dropped. Null: all of it.</param>
internal sealed class RawSamples(Stream sent, TimeSpan? longest = null) : ForwardOnlyStream
{
    private const int SampleBytes = sizeof(short);

    // The longest of the marks: RIFF, a length, and WAVE.
    private const int MarkBytes = 12;

    private readonly long _most =
        longest is { } time ? (long)(time.TotalSeconds * AudioSpecification.SampleRate) * SampleBytes : long.MaxValue;

    private readonly byte[] _dropped = new byte[1 << 14];
    private byte[]? _start;
    private int _startAt;
    private bool _isFile;
    private long _read;
    private long _given;

    /// <inheritdoc />
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.Length == 0) return 0;
        _start ??= await StartAsync(cancellationToken);
        if (_startAt < _start.Length)
        {
            var count = Math.Min(buffer.Length, _start.Length - _startAt);
            _start.AsMemory(_startAt, count).CopyTo(buffer);
            _startAt += count;
            return count;
        }

        while (true)
        {
            var isWanted = _isFile || _given < _most;
            var place = isWanted ? buffer[..(int)Math.Min(buffer.Length, _isFile ? long.MaxValue : _most - _given)] : _dropped;
            var count = await sent.ReadAsync(place, cancellationToken);
            _read += count;
            if (count == 0 && !_isFile && _read % SampleBytes != 0)
            {
                throw AsrErrors.Unusable(
                    "With encode=false the recording must be samples of 16 bits at 16 kHz without a header, and it has an odd number of "
                    + "bytes: leave encode out to send a file.");
            }

            if (!isWanted && count > 0) continue;
            _given += count;
            return count;
        }
    }

    private async ValueTask<byte[]> StartAsync(CancellationToken cancellationToken)
    {
        var first = new byte[MarkBytes];
        var count = await sent.ReadAtLeastAsync(first, first.Length, throwOnEndOfStream: false, cancellationToken);
        first = first[..count];
        (_read, _given) = (count, count);
        _isFile = IsFile(first);
        return _isFile ? first : [.. Header(), .. first];
    }

    private static bool IsFile(ReadOnlySpan<byte> first) => first.Length == MarkBytes
        && ((first.StartsWith("RIFF"u8) && first[8..].SequenceEqual("WAVE"u8))
            || first.StartsWith("OggS"u8)
            || first.StartsWith("fLaC"u8)
            || first[4..].StartsWith("ftyp"u8)
            || first.StartsWith((ReadOnlySpan<byte>)[0x1A, 0x45, 0xDF, 0xA3]));

    // http://soundfile.sapp.org/doc/WaveFormat; lengths of all ones are those of a stream, which goes on to its end.
    private static byte[] Header()
    {
        const int Rate = AudioSpecification.SampleRate;
        var header = new byte[44];
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4), uint.MaxValue);
        "WAVEfmt "u8.CopyTo(header.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(22), 1);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(24), Rate);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(28), Rate * SampleBytes);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(32), SampleBytes);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(34), 8 * SampleBytes);
        "data"u8.CopyTo(header.AsSpan(36));
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(40), uint.MaxValue);
        return header;
    }
}
