using Hansard.Translation.Apertium;

namespace Hansard.Translation.Tests;

/// <summary>The Debian packages that Spanish is translated with.</summary>
internal static class ApertiumPackages
{
    /// <summary>Why tests of them cannot run; null where they are installed.</summary>
    public static string? Missing { get; } = Reason();

    private static string? Reason()
    {
        var pairs = ApertiumModes.Find(ApertiumModes.DefaultDirectory).Keys;
        if (!pairs.Contains(new LanguagePair("en", "es"))) return "The package apertium-eng-spa is not installed.";
        return pairs.Contains(new LanguagePair("pt", "es")) ? null : "The package apertium-es-pt is not installed.";
    }
}
