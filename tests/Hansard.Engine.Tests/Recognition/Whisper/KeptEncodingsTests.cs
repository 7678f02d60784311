using Hansard.Engine.Recognition.Whisper;
using Hansard.Engine.Recognition.Whisper.Networks;

namespace Hansard.Engine.Tests.Recognition.Whisper;

/// <summary>What is encoded for the languages of a window, until it is recognised.</summary>
public sealed class KeptEncodingsTests
{
    [Fact]
    public void An_encoding_is_found_by_its_sound_once()
    {
        using var kept = new KeptEncodings();
        Assert.Null(kept.Take([1, 2]));
        using var encoding = new Encoding(10);
        kept.Keep([1, 2], encoding);
        Assert.Null(kept.Take([1, 2, 3]));
        Assert.Null(kept.Take([1, 2.0001f]));
        Assert.Same(encoding, kept.Take([1, 2]));
        Assert.Null(kept.Take([1, 2]));
        Assert.False(encoding.IsDisposed);
    }

    [Fact]
    public void The_oldest_make_room_and_what_is_too_large_or_there_already_is_let_go()
    {
        Encoding[] encodings = [new(50 << 20), new(40 << 20), new(40 << 20), new(200 << 20), new(1)];
        using (var kept = new KeptEncodings())
        {
            for (var i = 0; i < 4; i++) kept.Keep([i], encodings[i]);
            kept.Keep([1], encodings[4]);
            Assert.Equal([true, false, false, true, true], encodings.Select(encoding => encoding.IsDisposed));
        }
        Assert.True(Array.TrueForAll(encodings, encoding => encoding.IsDisposed));
    }

    private sealed class Encoding(long bytes) : ICrossAttention
    {
        public bool IsDisposed { get; private set; }

        public int Positions => 1;

        public long Bytes => bytes;

        public float[] StartLogits => [];

        public void Dispose() => IsDisposed = true;
    }
}
