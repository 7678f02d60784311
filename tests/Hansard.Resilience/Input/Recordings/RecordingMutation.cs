namespace Hansard.Resilience.Input.Recordings;

/// <summary>Damages a recording in one to four ways.</summary>
internal static class RecordingMutation
{
    /// <summary>Headers are in the first bytes, and damage there does most.</summary>
    private const int HeadBytes = 512;

    private static readonly uint[] Lies = [0, 1, 7, 8, 0x7FFFFFFF, 0x80000000, 0xFFFFFFF0, 0xFFFFFFFF];

    private static readonly Mutation[] Mutations =
    [
        new("bits", FlipBits), new("bytes of the head", OverwriteHead), new("cut", Cut), new("a hole", Remove), new("a repeat", Repeat),
        new("noise between", Insert), new("extremes", Extremes), new("chunks exchanged", ExchangeChunks),
        new("a length that lies", LieAboutLength), new("two formats", Join), new("zeros", Zeros),
    ];

    /// <summary>Damages a recording.</summary>
    /// <param name="input">Its chance, and where what was done is noted.</param>
    /// <param name="bytes">The recording; not changed.</param>
    /// <param name="other">Another, of which parts may come in.</param>
    public static byte[] Apply(InputCase input, byte[] bytes, byte[] other)
    {
        var changed = (byte[])bytes.Clone();
        for (var times = input.Random.Next(1, 5); times > 0 && changed.Length > 0; times--)
        {
            var mutation = input.Any(Mutations);
            input.Sent += $", {mutation.Name}";
            changed = mutation.Apply(input, changed, other);
        }

        // Otherwise a page whose sum is wrong is dropped, and nothing behind it is tried.
        if (changed.AsSpan().StartsWith("OggS"u8) && !input.OnceIn(4)) OggPages.Seal(changed);
        return changed;
    }

    private static byte[] FlipBits(InputCase input, byte[] bytes, byte[] other)
    {
        for (var i = input.Random.Next(1, 40); i > 0; i--) bytes[input.Random.Next(bytes.Length)] ^= (byte)(1 << input.Random.Next(8));
        return bytes;
    }

    private static byte[] OverwriteHead(InputCase input, byte[] bytes, byte[] other)
    {
        var most = Math.Min(bytes.Length, HeadBytes);
        for (var i = input.Random.Next(1, 6); i > 0; i--) bytes[input.Random.Next(most)] = (byte)input.Random.Next(256);
        return bytes;
    }

    private static byte[] Cut(InputCase input, byte[] bytes, byte[] other) => bytes[..input.Random.Next(bytes.Length)];

    private static byte[] Remove(InputCase input, byte[] bytes, byte[] other)
    {
        var (from, to) = Stretch(input, bytes);
        return [.. bytes[..from], .. bytes[to..]];
    }

    private static byte[] Repeat(InputCase input, byte[] bytes, byte[] other)
    {
        var (from, to) = Stretch(input, bytes);
        return [.. bytes[..to], .. bytes[from..]];
    }

    private static byte[] Insert(InputCase input, byte[] bytes, byte[] other)
    {
        var noise = new byte[input.Random.Next(1, 5_000)];
        input.Random.NextBytes(noise);
        var at = input.Random.Next(bytes.Length);
        return [.. bytes[..at], .. noise, .. bytes[at..]];
    }

    private static byte[] Extremes(InputCase input, byte[] bytes, byte[] other)
    {
        var at = input.Random.Next(Math.Min(bytes.Length, HeadBytes));
        bytes.AsSpan(at, Math.Min(bytes.Length - at, 1 << input.Random.Next(4))).Fill(input.Any<byte>([0x00, 0x7F, 0x80, 0xFF]));
        return bytes;
    }

    private static byte[] ExchangeChunks(InputCase input, byte[] bytes, byte[] other)
    {
        var chunks = Chunk.Of(bytes);
        if (chunks.Count < 2) return Remove(input, bytes, other);
        var (a, b) = (input.Any(chunks), input.Any(chunks));
        if (a.Start > b.Start) (a, b) = (b, a);
        return a.End > b.Start
            ? [.. bytes[..b.Start], .. bytes[b.End..]]
            : [.. bytes[..a.Start], .. bytes[b.Start..b.End], .. bytes[a.End..b.Start], .. bytes[a.Start..a.End], .. bytes[b.End..]];
    }

    private static byte[] LieAboutLength(InputCase input, byte[] bytes, byte[] other)
    {
        var chunks = Chunk.Of(bytes);
        if (chunks.Count == 0) return Extremes(input, bytes, other);
        var chunk = input.Any(chunks);
        if (chunk.SizeAt + 4 > bytes.Length) return bytes;
        var near = (uint)Math.Max(0, chunk.End - chunk.Start + input.Random.Next(-20, 20));
        chunk.Lie(bytes, input.OnceIn(2) ? near : input.Any(Lies));
        return bytes;
    }

    private static byte[] Join(InputCase input, byte[] bytes, byte[] other)
    {
        var at = input.Random.Next(bytes.Length);
        return input.OnceIn(2) ? [.. bytes, .. other] : [.. bytes[..at], .. other[Math.Min(at, other.Length)..]];
    }

    private static byte[] Zeros(InputCase input, byte[] bytes, byte[] other)
    {
        var (from, to) = Stretch(input, bytes);
        bytes.AsSpan(from, to - from).Clear();
        return bytes;
    }

    private static (int From, int To) Stretch(InputCase input, byte[] bytes)
    {
        var from = input.Random.Next(bytes.Length);
        return (from, from + input.Random.Next(1, Math.Max(2, (bytes.Length - from) / 2)));
    }

    /// <param name="Name">For whoever reads of a failure.</param>
    /// <param name="Apply">May change the bytes that it is given.</param>
    private sealed record Mutation(string Name, Func<InputCase, byte[], byte[], byte[]> Apply);
}
