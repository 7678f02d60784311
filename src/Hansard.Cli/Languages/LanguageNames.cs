using System.Collections.Frozen;
using System.Text;
using Hansard.Cli.Usage;
using Hansard.Engine.Recognition.Languages;

namespace Hansard.Cli.Languages;

/// <summary>The languages of the speech models by their names in English and in themselves.</summary>
/// <remarks>
/// <c>languages.txt</c> has a line for each: the code, the English name, and other names, with _ for a blank within one. .NET could tell
/// names only with ICU, which the program does without.
/// </remarks>
internal static class LanguageNames
{
    // Letters of the names in Latin script that keyboards may lack. String.Normalize takes accents off only with ICU.
    private const string Accented = "àáâãäåāăçčèéêëěìíîïīñòóôõöøōọùúûüūýřšṣșžțğıʻ";
    private const string Plain = "aaaaaaaacceeeeeiiiiinoooooooouuuuuyrsssztgi'";

    private static readonly IReadOnlyList<string[]> Table = Load();

    private static readonly FrozenDictionary<string, string> Codes = Table
        .SelectMany(line => line.Skip(1).Select(name => KeyValuePair.Create(Fold(name), line[0])))
        .DistinctBy(each => each.Key)
        .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The codes and their English names, such as <c>pt</c> and <c>portuguese</c>, in the order of the models.</summary>
    public static IEnumerable<string> Suggestions { get; } = [.. Table.SelectMany(line => line.Take(2)).Select(Lower)];

    /// <summary>Reads a language: a name, a code of ISO 639, or a tag that begins with one.</summary>
    /// <param name="option">Name of the option, for the message.</param>
    /// <param name="typed">As the user wrote it.</param>
    /// <returns>The code of the name, or the code or tag as it was written.</returns>
    /// <exception cref="UsageException">It is none.</exception>
    public static string Read(string option, string typed)
    {
        if (Codes.TryGetValue(Fold(typed), out var code)) return code;
        if (LanguageCodes.OfTag(typed) is not null) return typed;
        var names = Table.SelectMany(line => line.Skip(1)).Select(name => Lower(name).Replace('_', ' '));
        throw new UsageException(
            $"{option} takes a language, such as de, german or deutsch, not '{Printable.Of(typed)}'."
            + Alternatives.DidYouMean(typed, names));
    }

    /// <summary>Reads a language that is translated into, of which the script or region does not count.</summary>
    /// <inheritdoc cref="Read"/>
    public static string ReadCode(string option, string typed) => LanguageCodes.OfTag(Read(option, typed))!;

    // "Español", "espanol", "Haitian Creole" and "haitian-creole".
    private static string Fold(string name)
    {
        var folded = new StringBuilder(name.Length);
        foreach (var letter in Lower(name))
        {
            if (letter is ' ' or '_' or '-') continue;
            var accent = Accented.IndexOf(letter, StringComparison.Ordinal);
            folded.Append(accent < 0 ? letter : Plain[accent]);
        }
        return folded.ToString();
    }

    private static string Lower(string name) => name.ToLowerInvariant();

    private static IReadOnlyList<string[]> Load()
    {
        using var stream = typeof(LanguageNames).Assembly.GetManifestResourceStream("Hansard.Cli.Languages.languages.txt")!;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim().Split(' '))];
    }
}
