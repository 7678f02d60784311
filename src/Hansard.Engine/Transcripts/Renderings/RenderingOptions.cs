namespace Hansard.Engine.Transcripts.Renderings;

/// <summary>The rendering of a transcript that is wanted: its style, and what it does not show.</summary>
public sealed record RenderingOptions
{
    /// <summary>All kinds that can be redacted.</summary>
    public static IReadOnlyList<SensitiveKind> AllKinds { get; } = Enum.GetValues<SensitiveKind>();

    /// <summary>Closeness to what was said.</summary>
    public TranscriptStyle Style { get; init; }

    /// <summary>Kinds that are replaced by their names, such as <c>[PHONE]</c>; empty: none.</summary>
    public IReadOnlyList<SensitiveKind> Redact { get; init; } = [];

    /// <summary>
    /// More will be recognised: of a redacted rendering, what stands after the last whole sentence is left out, because it may be the
    /// beginning of a number.
    /// </summary>
    public bool IsPartial { get; init; }

    /// <summary>True if the rendering is the transcript itself.</summary>
    public bool IsVerbatim => Style is TranscriptStyle.Verbatim && Redact.Count == 0;

    /// <summary>The name of a style, as options and parameters have it.</summary>
    public static string NameOf(TranscriptStyle style) => style.ToString().ToLowerInvariant();

    /// <summary>The name of a kind, as options and parameters have it.</summary>
    public static string NameOf(SensitiveKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>The text that stands for something of a kind: <c>[PHONE]</c>.</summary>
    public static string LabelOf(SensitiveKind kind) => $"[{kind.ToString().ToUpperInvariant()}]";
}
