namespace Hansard.Engine.Speakers;

/// <summary>Runs everything on the thread that calls.</summary>
internal sealed class CallingThread : ISideBySide
{
    /// <inheritdoc />
    public void ForEach(int count, Action<int> body, CancellationToken cancellationToken)
    {
        for (var i = 0; i < count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            body(i);
        }
    }
}
