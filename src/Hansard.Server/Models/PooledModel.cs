using Hansard.Engine;

namespace Hansard.Server.Models;

/// <summary>A model of a <see cref="ModelPool"/>, which guards all of this with its lock.</summary>
/// <param name="name">The model's name.</param>
internal sealed class PooledModel(string name)
{
    /// <summary>The model's name.</summary>
    public string Name => name;

    /// <summary>The engine, when it has been loaded.</summary>
    public required Task<TranscriptionEngine> Loading { get; init; }

    /// <summary>The engine; null while it is being loaded.</summary>
    public TranscriptionEngine? Engine { get; set; }

    /// <summary>Leases that have not been given back, and requests for one that wait.</summary>
    public int Users { get; set; }

    /// <summary>The place among the models that nobody uses; null: somebody does, or it is being loaded.</summary>
    public LinkedListNode<PooledModel>? IdlePlace { get; set; }

    /// <summary>Ends the idle time.</summary>
    public ITimer? IdleTimer { get; set; }
}
