namespace Hansard.Engine.Recognition.Whisper.Tokens;

/// <summary>
/// Byte-pair encoding (Sennrich et al. 2016): of the pairs of neighbours in a word, the one that comes first in a list is made one token,
/// as long as there is one.
/// </summary>
internal sealed class BytePairEncoding
{
    private readonly TokenIndex _tokens;
    private readonly int[] _ofByte = new int[256];
    private readonly Dictionary<long, Merge> _merges = new(1 << 16);

    /// <summary>Makes one that merges nothing yet.</summary>
    /// <exception cref="KeyNotFoundException">A byte has no token.</exception>
    public BytePairEncoding(Vocabulary vocabulary)
    {
        _tokens = new TokenIndex(vocabulary);
        for (var b = 0; b < _ofByte.Length; b++) _ofByte[b] = IdOf([(byte)b]);
    }

    /// <summary>Adds a pair behind those that are there.</summary>
    /// <param name="left">The first token, in <see cref="ByteAlphabet"/>.</param>
    /// <param name="right">The one after it.</param>
    /// <exception cref="KeyNotFoundException">One of them, or what they make, is no token.</exception>
    public void Add(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        Span<byte> both = stackalloc byte[left.Length + right.Length];
        var first = Math.Max(0, ByteAlphabet.Read(left, both));
        var second = Math.Max(0, ByteAlphabet.Read(right, both[first..]));
        var (l, r) = (IdOf(both[..first]), IdOf(both.Slice(first, second)));
        _merges.TryAdd(Key(l, r), new Merge(_merges.Count, IdOf(both[..(first + second)])));
    }

    /// <summary>Encodes a word.</summary>
    /// <param name="word">In UTF-8.</param>
    /// <param name="tokens">Receives its tokens behind what it has.</param>
    public void Encode(ReadOnlySpan<byte> word, List<int> tokens)
    {
        var ids = new int[word.Length];
        var next = new int[word.Length];
        var before = new int[word.Length];
        for (var i = 0; i < word.Length; i++) (ids[i], next[i], before[i]) = (_ofByte[word[i]], i + 1, i - 1);
        // Pairs by rank, and from the left; those that are no more are passed over.
        PriorityQueue<long, long> waiting = new();
        for (var i = 0; i + 1 < word.Length; i++) Offer(i);
        while (waiting.TryDequeue(out var pair, out var priority))
        {
            var at = (int)(priority & int.MaxValue);
            var right = next[at];
            if (right >= word.Length || ids[at] < 0 || Key(ids[at], ids[right]) != pair) continue;
            ids[at] = _merges[pair].Id;
            ids[right] = -1;
            next[at] = next[right];
            if (next[at] < word.Length) before[next[at]] = at;
            if (before[at] >= 0) Offer(before[at]);
            if (next[at] < word.Length) Offer(at);
        }
        for (var i = 0; i < word.Length; i = next[i]) tokens.Add(ids[i]);

        void Offer(int left)
        {
            var pair = Key(ids[left], ids[next[left]]);
            if (_merges.TryGetValue(pair, out var merge)) waiting.Enqueue(pair, ((long)merge.Rank << 32) | (uint)left);
        }
    }

    private static long Key(int left, int right) => ((long)left << 32) | (uint)right;

    private int IdOf(ReadOnlySpan<byte> bytes)
        => _tokens.Find(bytes) ?? throw new KeyNotFoundException($"there is no token of the bytes {Convert.ToHexString(bytes)}");

    private readonly record struct Merge(int Rank, int Id);
}
