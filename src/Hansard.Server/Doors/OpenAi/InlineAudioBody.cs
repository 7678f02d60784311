using System.Buffers;
using System.Text;
using System.Text.Json;
using Hansard.Server.Contract;
using Hansard.Server.Http;

namespace Hansard.Server.Doors.OpenAi;

/// <summary>
/// A JSON body with its recording in Base64 as <c>input_audio.data</c>: that text is handed on as it arrives, and the rest is a small body.
/// </summary>
/// <remarks>A reader of JSON would hold the whole text in memory, and several times over.</remarks>
internal sealed class InlineAudioBody(Stream body)
{
    private const int MaximumRest = 1 << 20;
    private const int LongestName = 64;
    private const int MaximumDepth = 32;

    private readonly byte[] _buffer = new byte[1 << 16];
    private readonly ArrayBufferWriter<byte> _rest = new();

    // The names of the objects around the place, and the name that stands before it.
    private readonly Stack<string> _path = new();
    private string _name = "";
    private int _at;
    private int _count;

    /// <summary>Reads up to the recording.</summary>
    /// <returns>The Base64 text, to be read to its end before <see cref="EndAsync"/>; null where the body has none.</returns>
    /// <exception cref="ApiException">The rest of the body is too large, or too deep.</exception>
    public async Task<Stream?> FindAudioAsync(CancellationToken cancellationToken)
    {
        while (await NextAsync(cancellationToken) is { } next)
        {
            Keep(next);
            switch (next)
            {
                case (byte)'{' or (byte)'[':
                    if (_path.Count == MaximumDepth) throw Invalid($"The body is more than {MaximumDepth} levels deep.");
                    _path.Push(_name);
                    _name = "";
                    break;
                case (byte)'}' or (byte)']':
                    _path.TryPop(out _);
                    _name = "";
                    break;
                case (byte)',':
                    _name = "";
                    break;
                case (byte)'"' when _name == "data" && _path.TryPeek(out var parent) && parent == "input_audio":
                    return new Text(this);
                case (byte)'"':
                    var text = await SkipTextAsync(cancellationToken);
                    if (_name.Length == 0) _name = text;
                    break;
            }
        }

        return null;
    }

    /// <summary>Reads the rest of the body.</summary>
    /// <returns>The body with an empty text in the place of the recording; to be disposed of.</returns>
    /// <exception cref="ApiException">It is not a JSON object, too large, or has a second recording.</exception>
    public async Task<JsonDocument> EndAsync(CancellationToken cancellationToken)
    {
        if (await FindAudioAsync(cancellationToken) is not null) throw Invalid("The body has more than one 'input_audio.data'.");
        try
        {
            var document = JsonDocument.Parse(
                _rest.WrittenMemory, new JsonDocumentOptions { MaxDepth = MaximumDepth });
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                JsonText.Check(document.RootElement, JsonBody.Root);
                return document;
            }

            document.Dispose();
        }
        catch (JsonException)
        {
            // Told below.
        }

        throw Invalid("The body is not a JSON object with 'input_audio': {\"data\": BASE64, \"format\": \"mp3\"}.");
    }

    private static ApiException Invalid(string message) => ApiException.Invalid("invalid_json", "body", message);

    private async ValueTask<byte?> NextAsync(CancellationToken cancellationToken)
        => _at < _count || await FillAsync(cancellationToken) ? _buffer[_at++] : null;

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        (_at, _count) = (0, await body.ReadAsync(_buffer, cancellationToken));
        return _count > 0;
    }

    private void Keep(byte next)
    {
        if (_rest.WrittenCount == MaximumRest) throw Invalid($"The body has more than {MaximumRest} bytes beside 'input_audio.data'.");
        _rest.Write([next]);
    }

    // A text other than the recording: the name of a member, or a value, which is told from it by the name before it.
    private async Task<string> SkipTextAsync(CancellationToken cancellationToken)
    {
        var (text, isEscaped) = (new List<byte>(), false);
        while (await NextAsync(cancellationToken) is { } next)
        {
            Keep(next);
            if (next == '"' && !isEscaped) break;
            isEscaped = next == '\\' && !isEscaped;
            if (text.Count < LongestName) text.Add(next);
        }

        return Encoding.UTF8.GetString([.. text]);
    }

    /// <summary>The recording's text, up to the quotation mark that ends it.</summary>
    private sealed class Text(InlineAudioBody owner) : ForwardStream
    {
        private bool _isDone;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_isDone || buffer.Length == 0) return 0;
            while (true)
            {
                if (owner._at == owner._count && !await owner.FillAsync(cancellationToken))
                    throw Invalid("The body breaks off within 'input_audio.data'.");
                var available = owner._buffer.AsSpan(owner._at, Math.Min(owner._count - owner._at, buffer.Length));

                // Base64 has no character that must be escaped, but some write \/ for a slash.
                var end = available.IndexOfAny((byte)'"', (byte)'\\');
                var length = end < 0 ? available.Length : end;
                available[..length].CopyTo(buffer.Span);
                owner._at += length;
                if (end >= 0)
                {
                    _isDone = owner._buffer[owner._at] == '"';
                    if (_isDone) owner.Keep((byte)'"');
                    owner._at++;
                }

                if (length > 0 || _isDone) return length;
            }
        }
    }
}
