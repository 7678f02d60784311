namespace Hansard.Engine.Recognition.Whisper.Terms;

/// <summary>
/// A prefix tree over the token sequences in which terms may be written: with and without a space before them, in the case given and in
/// small letters.
/// </summary>
internal sealed class TermTree
{
    private readonly Dictionary<int, TermTree> _children = [];

    /// <summary>Indicates whether a term ends here.</summary>
    public bool IsEnd { get; private set; }

    /// <summary>Tokens that go on, with where they lead.</summary>
    public IReadOnlyDictionary<int, TermTree> Children => _children;

    /// <summary>Builds the tree.</summary>
    /// <param name="terms">As given.</param>
    /// <param name="tokenizer">The model's.</param>
    public static TermTree Of(IEnumerable<string> terms, WhisperTokenizer tokenizer)
    {
        var root = new TermTree();
        foreach (var term in terms)
        {
            string[] cases = [term, term.ToLowerInvariant(), char.ToUpperInvariant(term[0]) + term[1..]];
            foreach (var written in cases.Distinct().SelectMany(c => new[] { $" {c}", c })) root.Add(tokenizer.Encode(written));
        }
        return root;
    }

    private void Add(IReadOnlyList<int> tokens)
    {
        var node = this;
        foreach (var token in tokens)
        {
            if (!node._children.TryGetValue(token, out var child)) node._children[token] = child = new TermTree();
            node = child;
        }
        node.IsEnd = true;
    }
}
