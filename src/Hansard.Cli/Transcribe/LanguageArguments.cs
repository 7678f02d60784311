using Hansard.Cli.Usage;
using Hansard.Engine;

namespace Hansard.Cli.Transcribe;

/// <summary>Reads <c>--language</c>, <c>--hint</c> and <c>--strict</c>.</summary>
internal static class LanguageArguments
{
    /// <summary>Reads what is known of the languages.</summary>
    /// <exception cref="UsageException">The options contradict each other.</exception>
    public static TranscriptionOptions Read(string? language, IReadOnlyList<string> hints, bool strict)
    {
        if (language is not null && hints.Count > 0)
            throw new UsageException("--language says what is spoken, so --hint has no meaning: use one or the other.");
        if (strict && hints.Count == 0) throw new UsageException("--strict has no meaning without --hint.");
        return new TranscriptionOptions { Language = language, LanguageHints = hints, LanguageHintsStrict = strict };
    }

    /// <summary>Finds out before the long work whether the model knows the languages.</summary>
    /// <exception cref="UsageException">It does not.</exception>
    public static void Check(TranscriptionOptions options, TranscriptionEngine engine)
    {
        try
        {
            engine.Check(options);
        }
        catch (ArgumentException exception)
        {
            throw new UsageException(exception.Message);
        }
    }
}
