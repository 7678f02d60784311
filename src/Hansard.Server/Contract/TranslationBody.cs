using System.ComponentModel;

namespace Hansard.Server.Contract;

/// <summary>What is to be translated.</summary>
internal sealed record TranslationBody
{
    [Description("one_way or two_way.")]
    public required string Type { get; init; }

    [Description("With one_way: what everything is translated into.")]
    public string? TargetLanguage { get; init; }

    [Description("With two_way.")]
    public string? LanguageA { get; init; }

    [Description("With two_way.")]
    public string? LanguageB { get; init; }
}
