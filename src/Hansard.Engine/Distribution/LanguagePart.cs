using Hansard.Engine.Audio;

namespace Hansard.Engine.Distribution;

/// <summary>Stretches of speech whose languages are wanted.</summary>
/// <param name="model">Name of the speech model, which tells languages.</param>
/// <param name="among">Only these are possible; null for all.</param>
/// <param name="speech">16 kHz mono.</param>
internal sealed class LanguagePart(string model, IReadOnlyList<string>? among, IReadOnlyList<ReadOnlyMemory<float>> speech)
    : WorkPart(model)
{
    /// <summary>Time that it takes, of that of recognition: an eighth of all (docs/benchmarks.md, Speed).</summary>
    private const double Share = 1.0 / 7;

    /// <inheritdoc />
    public override TimeSpan Length => Share * AudioSpecification.Duration(speech.Sum(s => (long)s.Length));

    /// <summary>Only these are possible; null for all.</summary>
    public IReadOnlyList<string>? Among => among;

    /// <summary>The stretches.</summary>
    public IReadOnlyList<ReadOnlyMemory<float>> Speech => speech;

    /// <inheritdoc />
    internal override WorkKind Kind => WorkKind.Languages;
}
