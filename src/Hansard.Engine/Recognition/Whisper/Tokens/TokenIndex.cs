using System.Numerics;

namespace Hansard.Engine.Recognition.Whisper.Tokens;

/// <summary>Finds tokens by their bytes.</summary>
/// <remarks>A table of strings would take five times longer to make, and be used for one look-up of each.</remarks>
internal sealed class TokenIndex
{
    private readonly Vocabulary _vocabulary;
    // Ids + 1, each at the place of its hash or the next that is free; 0: none.
    private readonly int[] _slots;

    /// <summary>Makes the table.</summary>
    public TokenIndex(Vocabulary vocabulary)
    {
        _vocabulary = vocabulary;
        _slots = new int[BitOperations.RoundUpToPowerOf2((uint)(2 * vocabulary.Count) + 1)];
        for (var id = 0; id < vocabulary.Count; id++)
        {
            if (!vocabulary[id].IsEmpty) _slots[SlotOf(vocabulary[id])] = id + 1;
        }
    }

    /// <summary>The token of these bytes; null if there is none.</summary>
    public int? Find(ReadOnlySpan<byte> bytes) => _slots[SlotOf(bytes)] is > 0 and var found ? found - 1 : null;

    private int SlotOf(ReadOnlySpan<byte> bytes)
    {
        // FNV-1a.
        var hash = 2166136261u;
        foreach (var b in bytes) hash = (hash ^ b) * 16777619;
        var mask = _slots.Length - 1;
        var slot = (int)(hash ^ (hash >> 15)) & mask;
        while (_slots[slot] > 0 && !_vocabulary[_slots[slot] - 1].SequenceEqual(bytes)) slot = (slot + 1) & mask;
        return slot;
    }
}
