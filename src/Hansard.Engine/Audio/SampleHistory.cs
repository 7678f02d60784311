namespace Hansard.Engine.Audio;

/// <summary>The part of a recording that is still needed, addressed by sample positions in the whole recording.</summary>
internal sealed class SampleHistory
{
    /// <summary>Samples for which there always is room once there was, 1 s.</summary>
    private const int LeastRoom = AudioSpecification.SampleRate;

    private float[] _samples = [];
    private int _count;

    /// <summary>The first sample held.</summary>
    public long Start { get; private set; }

    /// <summary>The position after the last sample held.</summary>
    public long End => Start + _count;

    /// <summary>Room after the last sample, to be filled and then given to <see cref="Commit"/>.</summary>
    public Memory<float> Reserve(int count)
    {
        if (_samples.Length < _count + count) Array.Resize(ref _samples, Math.Max(_count + count, 2 * _samples.Length));
        return _samples.AsMemory(_count, count);
    }

    /// <summary>Adds the first <paramref name="count"/> reserved samples.</summary>
    public void Commit(int count) => _count += count;

    /// <summary>The samples from one position to before another; both must be held.</summary>
    public ReadOnlySpan<float> Slice(long start, long end) => _samples.AsSpan((int)(start - Start), (int)(end - start));

    /// <summary>Forgets what lies before a position.</summary>
    public void DropBefore(long position)
    {
        var dropped = (int)Math.Clamp(position - Start, 0, _count);
        _samples.AsSpan(dropped, _count - dropped).CopyTo(_samples);
        (Start, _count) = (Start + dropped, _count - dropped);
    }

    /// <summary>Gives up room where far fewer samples are held than once were: sound that arrives may pause for hours.</summary>
    public void Trim()
    {
        var room = Math.Max(LeastRoom, 2 * _count);
        if (2 * room < _samples.Length) Array.Resize(ref _samples, room);
    }
}
