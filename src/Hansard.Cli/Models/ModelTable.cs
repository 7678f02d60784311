using Hansard.Cli.Display;
using Hansard.Engine.Models;

namespace Hansard.Cli.Models;

/// <summary>The models of the catalogue, and which of them are here.</summary>
internal static class ModelTable
{
    /// <summary>Writes the table.</summary>
    /// <param name="output">Receives the lines.</param>
    /// <param name="store">The models.</param>
    public static void Write(TextWriter output, ModelStore store)
        => Table.Write(
            output,
            [
                new Column<Row>("NAME", row => row.Model.Name),
                new("KIND", row => KindOf(row.Model)),
                new("HERE", row => row.Here),
                new("SIZE", row => row.Size is { } size ? ByteSize.Format(size) : "?") { IsRight = true },
                new("LICENCE", row => row.Model.Licence, Rank: 1),
                new("DESCRIPTION", row => row.Description) { MayBeCut = true },
            ],
            [.. store.Models.Select(model => Row.Of(store, model))],
            Table.TerminalWidth);

    private static string KindOf(ModelEntry model) => model.Kind switch
    {
        ModelKind.Speech => "speech",
        ModelKind.Rescorer => "rescorer",
        ModelKind.VoiceActivity => "vad",
        ModelKind.SpeakerEncoder => "speaker-encoder",
        ModelKind.SpeakerSegmentation => "speaker-segmentation",
        _ => "translation",
    };

    /// <summary>A model with what is on the disk of it.</summary>
    /// <param name="Model">The model.</param>
    /// <param name="Here">yes, parts or no.</param>
    /// <param name="Size">Bytes; null if they are not known.</param>
    private sealed record Row(ModelEntry Model, string Here, long? Size)
    {
        public string Description
            => $"{Model.Description}{(Model.Default ? " (default)" : "")}{(Model.Untested ? " (untested)" : "")}";

        public static Row Of(ModelStore store, ModelEntry model)
        {
            var files = model.Files.Select(file => new FileInfo(Path.Combine(store.FolderOf(model), file.Path))).ToList();
            var present = files.Count(file => file.Exists);
            if (present == files.Count) return new Row(model, "yes", files.Sum(file => file.Length));
            var isKnown = model.Files.All(file => file.Size is not null);
            return new Row(model, present > 0 ? "parts" : "no", isKnown ? model.Files.Sum(file => file.Size) : null);
        }
    }
}
