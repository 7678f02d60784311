namespace Hansard.Engine.Speakers.Segmentation;

/// <summary>Another piece, and what windows that hold both say of the two.</summary>
/// <param name="Other">Index of the other piece.</param>
/// <param name="Windows">Windows in which both have a dominant local speaker.</param>
/// <param name="Same">Of those, windows in which that is the same one.</param>
internal readonly record struct PiecePair(int Other, int Windows, int Same)
{
    /// <summary>Share of the windows in which the two are one local speaker.</summary>
    public double SameShare => (double)Same / Windows;
}
