namespace Hansard.Engine.Recognition.Context;

/// <summary>Words that sound like a term.</summary>
/// <param name="Term">The term.</param>
/// <param name="First">Index of the first word.</param>
/// <param name="Count">Number of words.</param>
/// <param name="Likeness">Similarity of their sound; 1 for the same letters.</param>
internal sealed record TermSpot(ContextTerm Term, int First, int Count, double Likeness)
{
    /// <summary>Distance of their pronunciations, if those were compared, for each sound.</summary>
    public double Distance { get; init; }

    /// <summary>The same for all sounds.</summary>
    public double Cost { get; init; }

    /// <summary>Index after the last word.</summary>
    public int End => First + Count;
}
