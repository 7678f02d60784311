namespace Hansard.Engine.Pipeline;

/// <summary>The sound track that is transcribed.</summary>
/// <param name="Number">From 1 on; null where there is only one.</param>
/// <param name="Warnings">Sentences on the others, where somebody speaks on them.</param>
internal sealed record ChosenTrack(int? Number, IReadOnlyList<string> Warnings);
