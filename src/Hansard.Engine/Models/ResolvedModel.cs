namespace Hansard.Engine.Models;

/// <summary>A model that is there: checked by <see cref="ModelStore.Resolve"/>, only found by <see cref="ModelStore.Locate"/>.</summary>
/// <param name="Name">Its name in the catalogue, or the name of its folder.</param>
/// <param name="Folder">Full path of its folder.</param>
/// <param name="Entry">What the catalogue says of it; null: nothing, it was given as a folder.</param>
internal sealed record ResolvedModel(string Name, string Folder, ModelEntry? Entry)
{
    /// <summary>Whisper: seconds of silence to append to a window; null: pad to 30 s.</summary>
    public double? WindowPaddingSeconds => Entry?.WindowPaddingSeconds;
}
