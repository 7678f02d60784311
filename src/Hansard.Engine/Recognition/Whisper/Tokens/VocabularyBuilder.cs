namespace Hansard.Engine.Recognition.Whisper.Tokens;

/// <summary>Collects the tokens of a vocabulary.</summary>
internal sealed class VocabularyBuilder
{
    private readonly List<Vocabulary.Place> _places = [];
    private byte[] _bytes = new byte[1 << 19];
    private int _used;

    /// <summary>Adds a token.</summary>
    /// <param name="written">Its bytes in <see cref="ByteAlphabet"/>; a token that is not written in it has none.</param>
    /// <param name="id">Its number.</param>
    public void Add(ReadOnlySpan<byte> written, int id)
    {
        if (_bytes.Length - _used < written.Length) Array.Resize(ref _bytes, 2 * _bytes.Length);
        var length = ByteAlphabet.Read(written, _bytes.AsSpan(_used));
        while (_places.Count <= id) _places.Add(default);
        if (length <= 0) return;
        _places[id] = new Vocabulary.Place(_used, length);
        _used += length;
    }

    /// <summary>Makes the vocabulary.</summary>
    public Vocabulary Build() => new(_bytes[.._used], [.. _places]);
}
