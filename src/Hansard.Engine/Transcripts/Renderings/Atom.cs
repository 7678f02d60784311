namespace Hansard.Engine.Transcripts.Renderings;

/// <summary>Kind of an <see cref="Atom"/>.</summary>
internal enum AtomKind
{
    /// <summary>Letters, with apostrophes between them.</summary>
    Word,

    /// <summary>Figures.</summary>
    Digits,

    /// <summary>A punctuation mark or other sign, or several full stops.</summary>
    Mark,
}

/// <summary>A smallest piece of a text.</summary>
/// <param name="Start">Index of its first character.</param>
/// <param name="End">Index after its last one.</param>
/// <param name="Text">Its text in small letters, with straight apostrophes.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="SpaceBefore">True if it does not follow directly on the one before.</param>
internal readonly record struct Atom(int Start, int End, string Text, AtomKind Kind, bool SpaceBefore);
