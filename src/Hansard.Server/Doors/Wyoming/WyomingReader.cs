using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Hansard.Server.Contract;

namespace Hansard.Server.Doors.Wyoming;

/// <summary>
/// Reads events: a line of JSON, then as many bytes of JSON as its <c>data_length</c> says, then as many of sound as its
/// <c>payload_length</c> does.
/// </summary>
/// <param name="stream">Of the connection; not owned.</param>
/// <param name="idle">Time in which an event must have come, all of it.</param>
internal sealed class WyomingReader(Stream stream, TimeSpan idle)
{
    /// <summary>Bytes of a header: what the package itself reads of a line.</summary>
    public const int MaximumHeader = 64 << 10;

    /// <summary>Bytes of JSON after it: names and terms of a home are some kilobytes.</summary>
    public const int MaximumData = 256 << 10;

    /// <summary>Bytes of sound: five seconds of stereo in the best quality. Home Assistant sends 320.</summary>
    public const int MaximumPayload = 1 << 20;

    private const int MaximumDepth = 16;

    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private readonly PipeReader _pipe = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));

    /// <summary>Reads the next event.</summary>
    /// <returns>Null where the client has ended the connection.</returns>
    /// <exception cref="ApiException">It is malformed or too large, or did not come in time.</exception>
    /// <exception cref="IOException">The connection is lost.</exception>
    public async ValueTask<WyomingEvent?> ReadAsync(CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(idle);
        try
        {
            return await ReadEventAsync(timeout.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ApiException(408, ErrorTypes.RequestTimeout, $"No event came within {idle.TotalSeconds:0.#} seconds.");
        }
    }

    private async ValueTask<WyomingEvent?> ReadEventAsync(CancellationToken cancellationToken)
    {
        if (await LineAsync(cancellationToken) is not { } line) return null;
        using var header = Parse(line, "header");
        var root = header.RootElement;
        JsonText.Check(root, "header");
        if (!root.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String || type.GetString() is not { } name)
            throw ApiException.Invalid("The header of an event has no 'type', or one that is no text.");
        var dataLength = LengthOf(root, "data_length", MaximumData);
        var payloadLength = LengthOf(root, "payload_length", MaximumPayload);
        var data = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (root.TryGetProperty("data", out var inline) && inline.ValueKind == JsonValueKind.Object) Overlay(data, inline);
        if (dataLength > 0)
        {
            if (await BytesAsync(dataLength, cancellationToken) is not { } bytes) return null;
            using var more = Parse(bytes, "data");
            JsonText.Check(more.RootElement, "data");
            Overlay(data, more.RootElement);
        }

        byte[] payload = [];
        if (payloadLength > 0)
        {
            if (await BytesAsync(payloadLength, cancellationToken) is not { } bytes) return null;
            payload = bytes;
        }

        return new WyomingEvent(name, data, payload);
    }

    // Empty lines between events are passed over; the time for an event bounds them.
    private async ValueTask<byte[]?> LineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await _pipe.ReadAsync(cancellationToken);
            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = read.Buffer.Slice(0, end);
                if (line.Length > MaximumHeader) throw TooLong();
                var bytes = line.ToArray();
                _pipe.AdvanceTo(read.Buffer.GetPosition(1, end));
                if (bytes.AsSpan().StartsWith(ByteOrderMark)) bytes = bytes[ByteOrderMark.Length..];
                if (bytes.AsSpan().ContainsAnyExcept(" \t\r"u8)) return bytes;
                continue;
            }

            if (read.Buffer.Length > MaximumHeader) throw TooLong();
            _pipe.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted) return null;
        }

        static ApiException TooLong() => ApiException.Invalid($"The header of an event is longer than {MaximumHeader} bytes.");
    }

    private async ValueTask<byte[]?> BytesAsync(int count, CancellationToken cancellationToken)
    {
        var read = await _pipe.ReadAtLeastAsync(count, cancellationToken);
        if (read.Buffer.Length < count)
        {
            _pipe.AdvanceTo(read.Buffer.End);
            return null;
        }

        var bytes = read.Buffer.Slice(0, count).ToArray();
        _pipe.AdvanceTo(read.Buffer.GetPosition(count));
        return bytes;
    }

    private static JsonDocument Parse(byte[] json, string part)
    {
        JsonDocument? document = null;
        try
        {
            document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaximumDepth });
        }
        catch (JsonException)
        {
            // Told below.
        }

        if (document is { RootElement.ValueKind: JsonValueKind.Object }) return document;
        document?.Dispose();
        throw ApiException.Invalid($"The {part} of an event is no JSON object; its lengths are bytes, and nothing stands between events.");
    }

    private static int LengthOf(JsonElement header, string name, int maximum)
    {
        if (!header.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) return 0;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var length) && length >= 0 && length <= maximum
            ? length
            : throw ApiException.Invalid($"'{name}' of an event must be a number from 0 to {maximum}.");
    }

    private static void Overlay(Dictionary<string, JsonElement> data, JsonElement fields)
    {
        foreach (var field in fields.EnumerateObject()) data[field.Name] = field.Value.Clone();
    }
}
