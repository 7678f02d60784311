namespace Hansard.Engine.Translation;

/// <summary>From one language into another.</summary>
/// <param name="Source">ISO 639-1.</param>
/// <param name="Target">ISO 639-1.</param>
public readonly record struct LanguagePair(string Source, string Target)
{
    /// <summary>As in folder names: <c>en-pt</c>.</summary>
    public override string ToString() => $"{Source}-{Target}";
}
