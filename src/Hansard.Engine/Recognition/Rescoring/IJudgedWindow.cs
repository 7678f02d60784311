namespace Hansard.Engine.Recognition.Rescoring;

/// <summary>A window that a rescorer has listened to.</summary>
internal interface IJudgedWindow : IDisposable
{
    /// <summary>Tells how likely each of several texts is.</summary>
    /// <param name="texts">At least one.</param>
    /// <param name="cancellationToken">Stops soon after.</param>
    /// <returns>For each, the mean log-probability of its tokens, its end included, in the rescorer's own vocabulary.</returns>
    IReadOnlyList<double> Judge(IReadOnlyList<string> texts, CancellationToken cancellationToken);
}
