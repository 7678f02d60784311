namespace Hansard.Server.Jobs.Dispatch;

/// <summary>Time that work takes, learnt from what has ended: all of it, and by model.</summary>
internal sealed class Pace
{
    /// <summary>Weight of the past beside the newest: half of the estimate is of the latest 35 recordings.</summary>
    private const double Kept = 0.98;

    /// <summary>Bounds of a model's factor: a few odd recordings must not make a model a hundred times as dear.</summary>
    private const double MostFactor = 20;

    private readonly Dictionary<string, Sums> _models = [];
    private Sums _all;

    /// <summary>Seconds that a worker needs for a second of sound; null while nothing has ended.</summary>
    public double? Seconds => _all.Sound > 0 ? _all.Work / _all.Sound : null;

    /// <summary>Cost of a second of sound with a model, beside that of all models together; 1 where it is not known.</summary>
    public double Factor(string model)
        => Seconds is > 0 and var mean && _models.TryGetValue(model, out var own) && own is { Work: > 0, Sound: > 0 }
            ? Math.Clamp(own.Work / own.Sound / mean, 1 / MostFactor, MostFactor)
            : 1;

    /// <summary>Learns from a job that has ended.</summary>
    /// <param name="model">Its model.</param>
    /// <param name="work">Seconds that it took.</param>
    /// <param name="sound">Seconds of its recording.</param>
    public void Add(string model, double work, double sound)
    {
        if (work <= 0 || sound <= 0) return;
        _all = _all.Then(work, sound);
        _models[model] = _models.GetValueOrDefault(model).Then(work, sound);
    }

    private readonly record struct Sums(double Work, double Sound)
    {
        public Sums Then(double work, double sound) => new(Kept * Work + work, Kept * Sound + sound);
    }
}
