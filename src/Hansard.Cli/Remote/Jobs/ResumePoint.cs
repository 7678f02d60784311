using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hansard.Cli.Remote.Jobs;

/// <summary>The state of one submission on the disk, which this process alone holds until it lets it go.</summary>
/// <remarks>
/// Written in place: the lock is on the file itself, and a single write of this size is whole even when the process is killed.
/// </remarks>
internal sealed class ResumePoint : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly FileStream _file;

    /// <param name="file">Open for this process alone; damaged content is none.</param>
    public ResumePoint(FileStream file)
    {
        _file = file;
        try
        {
            if (file.Length > 0) Entry = JsonSerializer.Deserialize<ResumeEntry>(file, Json) ?? Entry;
        }
        catch (JsonException)
        {
            // Nothing was begun that anybody could find again.
        }
    }

    /// <summary>Progress of the submission so far.</summary>
    public ResumeEntry Entry { get; private set; } = new();

    /// <summary>Keeps how far it has come.</summary>
    public void Save(ResumeEntry entry)
    {
        Entry = entry;
        var bytes = JsonSerializer.SerializeToUtf8Bytes(entry, Json);
        _file.Position = 0;
        _file.Write(bytes);
        _file.SetLength(bytes.Length);
        _file.Flush(flushToDisk: true);
    }

    /// <summary>Forgets it: it is done.</summary>
    public void Forget()
    {
        File.Delete(_file.Name);
        Entry = new ResumeEntry();
    }

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();
}
