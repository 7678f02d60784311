using Hansard.Engine.Recognition.Languages;

namespace Hansard.Engine.Pipeline;

/// <summary>Puts the windows of a recording into batches, each of which is recognised at once, whoever does it.</summary>
/// <remarks>
/// A window's text depends on its batch and on nothing before or after that, so the same windows have to get the same batches, and a
/// recording may be parted between any two of them: from there on they are as if it began there.
/// </remarks>
/// <param name="batchSize">Windows of a full batch.</param>
internal sealed class WindowBatches(int batchSize)
{
    private readonly List<IdentifiedWindow> _batch = [];

    /// <summary>Adds the next window.</summary>
    /// <returns>The batches that are complete now, in order. A window whose language is in doubt is one by itself.</returns>
    public IEnumerable<IReadOnlyList<IdentifiedWindow>> Add(IdentifiedWindow window)
    {
        List<IReadOnlyList<IdentifiedWindow>> complete = [];
        if (window.Decision.Alternatives.Count > 0)
        {
            if (Finish() is { } former) complete.Add(former);
            complete.Add([window]);
            return complete;
        }
        _batch.Add(window);
        if (_batch.Count >= batchSize) complete.Add(Finish()!);
        return complete;
    }

    /// <summary>Ends the batch that is not full.</summary>
    /// <returns>Null if there is none.</returns>
    public IReadOnlyList<IdentifiedWindow>? Finish()
    {
        if (_batch.Count == 0) return null;
        IdentifiedWindow[] batch = [.. _batch];
        _batch.Clear();
        return batch;
    }
}
