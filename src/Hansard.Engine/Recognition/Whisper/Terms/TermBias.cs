namespace Hansard.Engine.Recognition.Whisper.Terms;

/// <summary>
/// The bonus of a hypothesis for the terms in it: one for every token of a term, taken back if the term is not completed (shallow fusion
/// with a prefix tree, Zhao et al. 2019, "Shallow-Fusion End-to-End Contextual Biasing").
/// </summary>
/// <param name="Node">Where in the tree the hypothesis stands; its root outside of terms.</param>
/// <param name="Kept">For completed terms.</param>
/// <param name="Pending">For the term that has begun.</param>
internal readonly record struct TermBias(TermTree Node, double Kept, double Pending)
{
    /// <summary>A token of a term that the model finds e times less likely than its favourite is as good.</summary>
    private const double TokenBonus = 1.5;

    /// <summary>Kept and pending.</summary>
    public double Total => Kept + Pending;

    /// <summary>The bias of a hypothesis with a further token.</summary>
    /// <param name="token">A text token.</param>
    /// <param name="root">The tree.</param>
    public TermBias After(int token, TermTree root)
    {
        if (Node.Children.TryGetValue(token, out var next)) return Enter(next, Pending);
        return root.Children.TryGetValue(token, out var first) ? Enter(first, 0) : new TermBias(root, Kept, 0);
    }

    private TermBias Enter(TermTree node, double pending)
        => node.IsEnd ? new TermBias(node, Kept + pending + TokenBonus, 0) : new TermBias(node, Kept, pending + TokenBonus);
}
