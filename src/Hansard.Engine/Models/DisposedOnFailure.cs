namespace Hansard.Engine.Models;

/// <summary>Parts of something that is being made: let go again, the last first, unless all of it succeeds.</summary>
/// <remarks>
/// A network is some 100 MB outside of the garbage collector's sight, so what a failed constructor has opened must be closed.
/// </remarks>
internal sealed class DisposedOnFailure : IDisposable
{
    private readonly Stack<IDisposable> _parts = [];

    /// <summary>Takes a part that was made.</summary>
    public T Add<T>(T part)
        where T : IDisposable
    {
        _parts.Push(part);
        return part;
    }

    /// <summary>All parts are made, and belong to the whole from here on.</summary>
    public void Keep() => _parts.Clear();

    /// <inheritdoc />
    public void Dispose()
    {
        while (_parts.TryPop(out var part)) part.Dispose();
    }
}
