using Microsoft.Extensions.Logging;

namespace Hansard.Server.Storage.Objects;

/// <summary>
/// The shared place in which a database's recordings are, kept in the database: without it, a server that is started without it, or with
/// another, would take them for deleted.
/// </summary>
internal sealed partial class KnownPlace(ISettingStore settings, IObjectNotes notes, ILogger<KnownPlace> logger)
{
    private const string Setting = "objects";

    /// <summary>The place that a server of this database was last started with; null for none.</summary>
    public string? Last => settings.Find(Setting) is { Length: > 0 } last ? last : null;

    /// <summary>Compares a start's place with the last one.</summary>
    /// <param name="place">The place; null: the data directory.</param>
    /// <exception cref="IOException">Recordings are in a shared place, and none is given.</exception>
    public async Task CheckAsync(string? place)
    {
        var last = Last;
        if (place is null)
        {
            if (last is null) return;
            if (notes.HasStored()) throw new IOException($"Recordings of this database are in {last}: start with --objects {last}.");
            await settings.SetAsync(Setting, "");
            return;
        }

        if (last == place) return;
        if (last is not null && notes.HasStored()) LogOther(last, place);
        await settings.SetAsync(Setting, place);
    }

    [LoggerMessage(347, LogLevel.Warning,
        "Recordings of this database were in {Last}, and are looked for in {Place} from now on: they must have been copied there")]
    private partial void LogOther(string last, string place);
}
