namespace Hansard.Translation.Apertium;

/// <summary>Finds what Apertium can translate on this machine.</summary>
internal static class ApertiumModes
{
    // Apertium names languages by ISO 639-3, in older packages by 639-1.
    private const string Codes =
        "afr af,arg an,bel be,bul bg,bre br,cat ca,ces cs,cym cy,dan da,deu de,eng en,epo eo,spa es,eus eu,fin fi,fra fr,glg gl,"
        + "hbs sh,hin hi,ind id,isl is,ita it,kaz kk,mkd mk,mlt mt,zlm ms,nld nl,nno nn,nob nb,oci oc,pol pl,por pt,ron "
            + "ro,rus ru,slv sl,srd sc,swe sv,"
        + "tat tt,tur tr,ukr uk,urd ur";

    /// <summary>Folder in which Debian's packages put the modes.</summary>
    public const string DefaultDirectory = "/usr/share/apertium/modes";

    /// <summary>The pairs that can be translated, and the file that says how; none if Apertium is not installed.</summary>
    /// <param name="directory">Holds files like eng-spa.mode.</param>
    public static IReadOnlyDictionary<LanguagePair, string> Find(string directory)
    {
        var found = new Dictionary<LanguagePair, string>();
        if (!Directory.Exists(directory) || !IsInstalled()) return found;
        var codes = Codes.Split(',').Select(c => c.Split(' ')).ToDictionary(c => c[0], c => c[1], StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(directory, "*.mode").Order(StringComparer.Ordinal))
        {
            var parts = Path.GetFileNameWithoutExtension(file).Split('-');
            if (parts.Length == 2 && CodeOf(parts[0]) is { } source && CodeOf(parts[1]) is { } target)
                found.TryAdd(new LanguagePair(source, target), file);
        }

        return found;

        string? CodeOf(string name) => codes.TryGetValue(name, out var code) ? code : codes.ContainsValue(name) ? name : null;
    }

    private static bool IsInstalled()
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "lt-proc")));
}
