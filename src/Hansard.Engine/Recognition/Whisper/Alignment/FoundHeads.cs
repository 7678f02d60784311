using Hansard.Engine.Models;
using System.Text.Json;
using Hansard.Engine.Temporary;

namespace Hansard.Engine.Recognition.Whisper.Alignment;

/// <summary>Alignment heads that were found, in a file beside what else was made of a model.</summary>
internal static class FoundHeads
{
    private const string FileName = "alignment_heads.json";

    /// <summary>Reads what was found before, or finds it.</summary>
    /// <param name="folder">Folder of the file; null: there is none.</param>
    /// <param name="find">Finds the heads.</param>
    public static IReadOnlyList<AlignmentHead> ReadOrFind(string? folder, Func<IReadOnlyList<AlignmentHead>> find)
    {
        var path = folder is null ? null : Path.Combine(folder, FileName);
        if (path is not null && File.Exists(path))
            return [.. JsonSerializer.Deserialize<int[][]>(ModelDocument.Read(path))!.Select(h => new AlignmentHead(h[0], h[1]))];
        var heads = find();
        if (path is null) return heads;
        try
        {
            var content = JsonSerializer.SerializeToUtf8Bytes(heads.Select(h => new[] { h.Layer, h.Head }));
            PendingFile.Write(path, content, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Made by another user, for whom it is found again.
        }
        return heads;
    }
}
