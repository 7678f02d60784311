using System.Diagnostics;

namespace Hansard.Server.Storage.Objects;

/// <summary>Tells somebody that an upload goes on, as often as that is worth a write to the database.</summary>
/// <param name="tell">Told; null for nobody.</param>
internal sealed class GoingOn(Func<string?, Task>? tell)
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private long _told = Stopwatch.GetTimestamp();
    private string? _upload;

    /// <summary>Tells, if an hour has passed.</summary>
    public Task TellAsync() => Stopwatch.GetElapsedTime(_told) < Interval ? Task.CompletedTask : TellNowAsync();

    /// <summary>Tells the name of an upload in parts.</summary>
    public Task TellAsync(string upload)
    {
        _upload = upload;
        return TellNowAsync();
    }

    private Task TellNowAsync()
    {
        _told = Stopwatch.GetTimestamp();
        return tell?.Invoke(_upload) ?? Task.CompletedTask;
    }
}
