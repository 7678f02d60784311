namespace Hansard.Engine.Translation.Apertium.Transfer;

/// <summary>The gender of a Spanish noun by its ending, for nouns that no dictionary here has, such as a caller's terms.</summary>
internal static class SpanishGender
{
    private static readonly string[] Feminine = ["ción", "sión", "xión", "dad", "tad", "tud", "umbre", "eza", "triz", "itis"];

    private static readonly string[] FeminineNouns =
    [
        "nube", "leche", "gente", "clase", "noche", "calle", "llave", "sangre", "parte", "muerte", "suerte", "fuente", "carne", "tarde", "nieve", "torre", "base", "fase", "serie", "imagen", "flor",
        "labor", "señal", "cárcel", "piel", "sal", "miel", "red", "pared", "sed", "mano", "foto", "moto", "ley", "fe", "luz", "cruz", "voz", "paz", "vez", "nariz", "raíz", "crisis", "tesis", "dosis",
        "biopsia", "app", "web", "hipótesis", "diálisis", "sede", "orden", "razón",
    ];

    private static readonly string[] MasculineNouns =
        ["día", "mapa", "problema", "sistema", "tema", "programa", "idioma", "clima", "drama", "síntoma", "diagrama", "esquema", "poema", "trauma", "coma", "diploma", "dilema", "planeta", "cometa", "sofá"];

    /// <returns>f or m; null where the ending does not tell.</returns>
    public static string? Of(string noun)
    {
        noun = noun.ToLowerInvariant();
        if (noun.EndsWith("es", StringComparison.Ordinal) && Of(noun[..^2]) == "f" || noun.EndsWith("ciones", StringComparison.Ordinal) || noun.EndsWith("siones", StringComparison.Ordinal)) return "f";
        if (noun is [.. var stem, 's'] && noun.Length > 4 && Of(stem) is { } one) return one;
        if (FeminineNouns.Contains(noun)) return "f";
        if (MasculineNouns.Contains(noun) || noun.EndsWith('o') || noun.EndsWith("aje", StringComparison.Ordinal) || noun.EndsWith("miento", StringComparison.Ordinal)) return "m";
        if (Array.Exists(Feminine, ending => noun.EndsWith(ending, StringComparison.Ordinal))) return "f";
        return noun.EndsWith('a') && !noun.EndsWith("ista", StringComparison.Ordinal) ? "f" : null;
    }
}
