using Hansard.Engine.Models;

namespace Hansard.Server.ModelDownloads.Hub;

/// <summary>A model that was pulled.</summary>
/// <param name="Model">The model.</param>
/// <param name="Count">Files that were downloaded; 0: all were there.</param>
internal sealed record PulledModel(ModelEntry Model, int Count);
