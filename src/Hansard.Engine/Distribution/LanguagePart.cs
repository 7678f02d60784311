using Hansard.Engine.Audio;
using Hansard.Engine.Recognition.Languages;

namespace Hansard.Engine.Distribution;

/// <summary>Speech whose languages are wanted.</summary>
/// <param name="model">Name of the speech model, which tells languages.</param>
/// <param name="among">Only these are possible; null for all.</param>
/// <param name="windows">What is recognised at once, if it is all in one language.</param>
internal sealed class LanguagePart(string model, IReadOnlyList<string>? among, IReadOnlyList<SpokenWindow> windows)
    : WorkPart(model)
{
    /// <summary>Time that it takes, of that of recognition: the window is encoded (docs/benchmarks.md, Speed).</summary>
    private const double Share = 1.0 / 3;

    /// <inheritdoc />
    public override TimeSpan Length => Share * AudioSpecification.Duration(windows.Sum(w => (long)w.Samples.Length));

    /// <summary>Only these are possible; null for all.</summary>
    public IReadOnlyList<string>? Among => among;

    /// <summary>The windows.</summary>
    public IReadOnlyList<SpokenWindow> Windows => windows;

    /// <inheritdoc />
    internal override WorkKind Kind => WorkKind.Languages;
}
