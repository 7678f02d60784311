namespace Hansard.Engine.Recognition.Whisper.Tokens;

/// <summary>The bytes of tokens. Thread-safe.</summary>
internal sealed class Vocabulary
{
    private readonly byte[] _bytes;
    private readonly Place[] _places;

    /// <summary>Takes the tokens.</summary>
    /// <param name="bytes">Of all of them.</param>
    /// <param name="places">Of each token's in it.</param>
    public Vocabulary(byte[] bytes, Place[] places) => (_bytes, _places) = (bytes, places);

    /// <summary>Number of ids, some of which may have no bytes.</summary>
    public int Count => _places.Length;

    /// <summary>The bytes of a token; none for special tokens.</summary>
    public ReadOnlySpan<byte> this[int token]
        => (uint)token < (uint)_places.Length ? _bytes.AsSpan(_places[token].Start, _places[token].Length) : [];

    /// <summary>The place of a token's bytes.</summary>
    /// <param name="Start">The first.</param>
    /// <param name="Length">Their number.</param>
    public readonly record struct Place(int Start, int Length);
}
