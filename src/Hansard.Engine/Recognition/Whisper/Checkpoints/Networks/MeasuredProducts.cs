namespace Hansard.Engine.Recognition.Whisper.Checkpoints.Networks;

/// <summary>Products as they were measured to need it.</summary>
/// <param name="precise">Names of those that need two terms.</param>
internal sealed class MeasuredProducts(IReadOnlySet<string> precise) : IOutlierProducts
{
    /// <inheritdoc />
    public bool Observe(NetworkWriter network, string name, string input) => precise.Contains(name);
}
