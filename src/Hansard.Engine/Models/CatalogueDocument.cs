namespace Hansard.Engine.Models;

/// <summary>A catalogue as its file has it.</summary>
/// <param name="Models">The models.</param>
/// <param name="Hub">Address of the hub; null: none.</param>
internal sealed record CatalogueDocument(IReadOnlyList<ModelEntry> Models, Uri? Hub = null);
