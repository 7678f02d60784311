namespace Hansard.Engine.Translation;

/// <summary>How well a translator does, so that its users can be told.</summary>
public enum TranslationQuality
{
    /// <summary>
    /// Understandable, often ungrammatical or free: by rules, by the speech model itself, or a way over a third language of which one half is so.
    /// </summary>
    Basic,

    /// <summary>A neural model, over English at most.</summary>
    Standard,
}
