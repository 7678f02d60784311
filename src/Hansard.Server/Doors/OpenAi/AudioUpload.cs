using Hansard.Engine.Temporary;

namespace Hansard.Server.Doors.OpenAi;

/// <summary>The recordings and fields that a request has sent: gone when this is disposed of, but for a recording that was taken.</summary>
internal sealed class AudioUpload : IAsyncDisposable
{
    /// <summary>The fields.</summary>
    public AudioFields Fields { get; set; } = new();

    /// <summary>The recording; null where there is none.</summary>
    public ArrivedRecording? Recording { get; set; }

    /// <summary>Recordings of the voices of known people, in their order.</summary>
    public List<TemporaryFile> References { get; } = [];

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var reference in References) reference.Dispose();
        if (Recording is not null) await Recording.DisposeAsync();
    }
}
