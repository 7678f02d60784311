using System.Runtime.CompilerServices;

namespace Hansard.Engine.Pipeline;

/// <summary>Merges streams.</summary>
internal static class TimeOrder
{
    /// <summary>An element of a merged stream.</summary>
    /// <param name="Source">The index of the stream that it comes from.</param>
    /// <param name="Element">The element.</param>
    public readonly record struct Merged<T>(int Source, T Element);

    /// <summary>One stream of several, each of which is in order: the earliest first. Holds one element of each.</summary>
    /// <param name="sources">At least one; read to their ends.</param>
    /// <param name="position">Key of their order.</param>
    /// <param name="cancellationToken">Given to the sources.</param>
    public static async IAsyncEnumerable<Merged<T>> MergeAsync<T>(
        IReadOnlyList<IAsyncEnumerable<T>> sources, Func<T, long> position, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IAsyncEnumerator<T>[] readers = [.. sources.Select(s => s.GetAsyncEnumerator(cancellationToken))];
        try
        {
            List<int> open = [];
            for (var i = 0; i < readers.Length; i++) if (await readers[i].MoveNextAsync().ConfigureAwait(false)) open.Add(i);
            while (open.Count > 0)
            {
                var next = open.MinBy(i => position(readers[i].Current));
                yield return new Merged<T>(next, readers[next].Current);
                if (!await readers[next].MoveNextAsync().ConfigureAwait(false)) open.Remove(next);
            }
        }
        finally
        {
            foreach (var reader in readers) await reader.DisposeAsync().ConfigureAwait(false);
        }
    }
}
