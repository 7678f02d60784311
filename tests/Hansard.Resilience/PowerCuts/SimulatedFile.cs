namespace Hansard.Resilience.PowerCuts;

/// <summary>A file on a disk that may lose its power: what has been brought to the disk for certain, and what has not yet been.</summary>
internal sealed class SimulatedFile
{
    private const int Sector = 512;

    private readonly List<Change> _pending = [];
    private byte[] _synced = [];
    private long _length;

    /// <summary>Bytes that a program sees in it.</summary>
    public long Length => _length;

    /// <summary>Writes bytes.</summary>
    /// <param name="offset">Where.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="line">When, as the number of a line of the trace.</param>
    public void Write(long offset, byte[] content, int line)
    {
        _pending.Add(new Change(offset, content, null, line));
        _length = Math.Max(_length, offset + content.Length);
    }

    /// <summary>Sets the length.</summary>
    public void Resize(long length, int line)
    {
        _pending.Add(new Change(0, [], length, line));
        _length = length;
    }

    /// <summary>Brings to the disk what was done before a line of the trace.</summary>
    public void Sync(int line)
    {
        var count = _pending.FindIndex(change => change.Line > line) is >= 0 and var first ? first : _pending.Count;
        foreach (var change in _pending.Take(count)) _synced = Apply(_synced, change, change.Content.Length);
        _pending.RemoveRange(0, count);
    }

    /// <summary>Gives what may be found after the power was cut: of what was not brought to the disk, anything or nothing.</summary>
    public byte[] AfterCut(PendingFate fate, Random random)
    {
        var content = _synced;
        foreach (var change in _pending)
        {
            if (fate is PendingFate.Lost || (fate is PendingFate.Mixed && random.Next(2) == 0)) continue;

            // The disk writes whole sectors, in any order: the first ones of a write may be there without the last.
            var length = fate is PendingFate.Mixed && random.Next(4) == 0
                ? Math.Min(change.Content.Length, Sector * random.Next(1 + (change.Content.Length / Sector)))
                : change.Content.Length;
            content = Apply(content, change, length);
        }

        return content;
    }

    private static byte[] Apply(byte[] content, Change change, int length)
    {
        if (change.Length is { } size)
        {
            Array.Resize(ref content, (int)size);
            return content;
        }

        var end = Math.Max(content.Length, change.Offset + length);
        var changed = new byte[end];
        content.CopyTo(changed, 0);
        change.Content.AsSpan(0, length).CopyTo(changed.AsSpan((int)change.Offset));
        return changed;
    }

    private readonly record struct Change(long Offset, byte[] Content, long? Length, int Line);
}
