namespace Hansard.Server.Jobs;

/// <summary>What is to be translated: everything into <see cref="TargetLanguage"/>, or between two languages.</summary>
internal sealed record TranslationRequest
{
    /// <summary>one_way or two_way.</summary>
    public required string Type { get; init; }

    /// <summary>With one_way.</summary>
    public string? TargetLanguage { get; init; }

    /// <summary>With two_way.</summary>
    public string? LanguageA { get; init; }

    /// <summary>With two_way.</summary>
    public string? LanguageB { get; init; }
}
