namespace Hansard.Engine.Recognition.Rescoring;

/// <summary>A rescorer's opinion on the texts of one window, which it listens to once. For one thread at a time.</summary>
/// <param name="listen">Listens.</param>
internal sealed class OpinionOfWindow(Func<IJudgedWindow> listen) : IDisposable
{
    private readonly Dictionary<string, double> _known = new(StringComparer.Ordinal);
    private IJudgedWindow? _window;

    /// <summary>Judges texts.</summary>
    /// <returns>For each, what its mean log-probability is changed by; all 0 where there is nothing to choose between.</returns>
    public IReadOnlyList<double> Of(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        string[] different = [.. texts.Distinct(StringComparer.Ordinal)];
        if (different.Length < 2) return new double[texts.Count];
        string[] unknown = [.. different.Where(text => !_known.ContainsKey(text))];
        if (unknown.Length > 0)
        {
            var judged = (_window ??= listen()).Judge(unknown, cancellationToken);
            for (var i = 0; i < unknown.Length; i++) _known[unknown[i]] = SecondOpinion.Weight * judged[i];
        }
        return [.. texts.Select(text => _known[text])];
    }

    /// <inheritdoc />
    public void Dispose() => _window?.Dispose();
}
