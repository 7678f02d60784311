namespace Hansard.Server.TestHost;

/// <summary>A clock that is fast or slow; what it measures is right.</summary>
/// <param name="by">Tells by how much now; less than nothing: it is slow.</param>
internal sealed class WrongClock(Func<TimeSpan> by) : TimeProvider
{
    /// <summary>A clock that is wrong by the seconds of a setting, or, for @PATH, by those that stand in a file at each moment.</summary>
    public static WrongClock Of(string setting)
    {
        if (!setting.StartsWith('@')) return new WrongClock(() => TimeSpan.FromSeconds(int.Parse(setting)));
        var path = setting[1..];
        return new WrongClock(() => TimeSpan.FromSeconds(int.Parse(File.ReadAllText(path))));
    }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by();
}
