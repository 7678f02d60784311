namespace Hansard.Engine.Recognition.Rescoring;

/// <summary>A rescorer that is loaded when it is first asked. Thread-safe.</summary>
/// <param name="name">Name of its model in the catalogue.</param>
/// <param name="languages">Languages that it judges.</param>
/// <param name="open">Loads it.</param>
internal sealed class SecondOpinion(string name, IReadOnlyCollection<string> languages, Func<IRescorer> open) : IDisposable
{
    /// <summary>
    /// Weight of its mean log-probability a token beside that of the model itself (docs/benchmarks.md, Second opinion).
    /// </summary>
    public const double Weight = 0.7;

    private readonly Lazy<IRescorer> _rescorer = new(open);
    private Task? _loading;

    /// <summary>Name of the rescorer's model.</summary>
    public string Name => name;

    /// <summary>Determines whether texts of a language are judged.</summary>
    public bool Covers(string language) => languages.Contains(language);

    /// <summary>Begins to load it, for texts that are about to be there.</summary>
    public void Prepare()
    {
        if (_rescorer.IsValueCreated) return;
        // What goes wrong is told to whoever asks for it.
        _loading ??= Task.Run(() => _rescorer.Value).ContinueWith(
            task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Begins on a window; nothing is computed, nor loaded, before there are texts to be told apart.</summary>
    /// <param name="samples">16 kHz mono.</param>
    /// <param name="language">One that it <see cref="Covers"/>.</param>
    public OpinionOfWindow On(float[] samples, string language) => new(() => _rescorer.Value.Listen(samples, language));

    /// <inheritdoc />
    public void Dispose()
    {
        _loading?.GetAwaiter().GetResult();
        if (_rescorer.IsValueCreated) _rescorer.Value.Dispose();
    }
}
