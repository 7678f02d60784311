using Hansard.Server.Search;

namespace Hansard.Server.Storage.Sql;

/// <summary>A passage with words that were looked for.</summary>
/// <param name="Transcription">Id of its transcription.</param>
/// <param name="Passage">The passage, its words marked.</param>
internal sealed record FoundPassage(string Transcription, Passage Passage);
