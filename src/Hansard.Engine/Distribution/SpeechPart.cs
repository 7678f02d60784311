using Hansard.Engine.Audio;
using Hansard.Engine.Recognition.Languages;

namespace Hansard.Engine.Distribution;

/// <summary>
/// A part of a recording whose words are wanted: neighbouring windows, their sound, where somebody speaks in them and in which languages,
/// and all settings that their text depends on.
/// </summary>
/// <param name="settings">The settings.</param>
/// <param name="windows">In order; at least one.</param>
internal sealed class SpeechPart(SpeechPartSettings settings, IReadOnlyList<IdentifiedWindow> windows) : WorkPart(settings.Model)
{
    /// <summary>Windows of a part at most.</summary>
    public const int MostWindows = 8192;

    /// <inheritdoc />
    public override TimeSpan Length => AudioSpecification.Duration(Windows.Sum(w => (long)w.Window.Samples.Length));

    /// <summary>The settings.</summary>
    public SpeechPartSettings Settings => settings;

    /// <summary>The windows, in order; at least one.</summary>
    public IReadOnlyList<IdentifiedWindow> Windows => windows;

    /// <inheritdoc />
    internal override WorkKind Kind => WorkKind.Words;
}
