namespace Hansard.Engine.Transcripts.Renderings;

/// <summary>Tokens that are one text: of one track and language, all spoken or all of one translation.</summary>
/// <param name="Tokens">Their indexes, in order.</param>
/// <param name="Language">What is known of their language.</param>
/// <param name="IsTranslation">True for those of a translation.</param>
internal sealed record TokenRun(IReadOnlyList<int> Tokens, LanguageTable? Language, bool IsTranslation);
