namespace Hansard.Engine.Translation;

/// <summary>Qualities of translators, so that their users can be told. The figures behind them are in docs/benchmarks.md.</summary>
public enum TranslationQuality
{
    /// <summary>
    /// Understandable, often ungrammatical or free: by rules between distant languages, by the speech model itself, or a way over a third
    /// language of which one half is so.
    /// </summary>
    Basic,

    /// <summary>
    /// Mostly grammatical, now and then with an odd word: by rules between closely related languages, or a way over a third language of
    /// which one half is so and the other at least as good.
    /// </summary>
    Fair,

    /// <summary>A neural model, over a third language at most.</summary>
    Standard,
}
