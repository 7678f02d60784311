using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Hansard.Server.Doors.OpenAi;

/// <summary>The bytes of a data URL (RFC 2397) in Base64, or of Base64 alone, decoded as they arrive.</summary>
/// <param name="text">The text.</param>
/// <param name="field">Name of its field, for faults.</param>
internal sealed class DataUrlContent(Stream text, string field) : ForwardStream
{
    // A media type with parameters, and no more.
    private const int MaximumHead = 256;

    // Four characters are three bytes.
    private const int Group = 4;

    private readonly byte[] _text = new byte[1 << 14];
    private readonly byte[] _decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(1 << 14)];
    private int _kept;
    private ReadOnlyMemory<byte> _ready;
    private bool _hasBegun;
    private bool _hasEnded;

    /// <inheritdoc />
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_hasBegun) await BeginAsync(cancellationToken);
        while (_ready.Length == 0 && !_hasEnded) await DecodeAsync(cancellationToken);
        var count = Math.Min(_ready.Length, buffer.Length);
        _ready[..count].CopyTo(buffer);
        _ready = _ready[count..];
        return count;
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        _hasBegun = true;
        _kept = await text.ReadAtLeastAsync(_text.AsMemory(0, MaximumHead), MaximumHead, throwOnEndOfStream: false, cancellationToken);
        var begun = _text.AsSpan(0, _kept);
        if (!begun.StartsWith("data:"u8)) return;
        var comma = begun.IndexOf((byte)',');
        if (comma < 0 || !Encoding.ASCII.GetString(begun[..comma]).EndsWith(";base64", StringComparison.OrdinalIgnoreCase))
            throw AudioFields.Fault(field, $"'{field}' must be a data URL in Base64, such as data:audio/wav;base64,UklGR….");
        begun[(comma + 1)..].CopyTo(_text);
        _kept -= comma + 1;
    }

    private async Task DecodeAsync(CancellationToken cancellationToken)
    {
        var read = await text.ReadAsync(_text.AsMemory(_kept), cancellationToken);
        _hasEnded = read == 0;
        _kept = WithoutBlanks(_text.AsSpan(0, _kept + read));
        var whole = _hasEnded ? _kept : _kept - (_kept % Group);

        // What is padded is the end.
        var status = Base64.DecodeFromUtf8(_text.AsSpan(0, whole), _decoded, out var used, out var length);
        if (status != OperationStatus.Done || (_text.AsSpan(0, whole).Contains((byte)'=') && _kept > whole))
            throw AudioFields.Fault(field, $"'{field}' is not Base64.");
        _text.AsSpan(used, _kept - used).CopyTo(_text);
        _kept -= used;
        _ready = _decoded.AsMemory(0, length);
    }

    private static int WithoutBlanks(Span<byte> text)
    {
        var length = 0;
        foreach (var each in text)
            if (each is not ((byte)' ' or (byte)'\r' or (byte)'\n' or (byte)'\t')) text[length++] = each;
        return length;
    }
}
