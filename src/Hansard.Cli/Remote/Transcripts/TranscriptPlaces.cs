using Hansard.Cli.Usage;

namespace Hansard.Cli.Remote.Transcripts;

/// <summary>Decides where transcripts go, and finds out before the long work what stands in the way.</summary>
internal static class TranscriptPlaces
{
    // Bytes of a name at most, on the usual file systems.
    private const int LongestName = 255;

    /// <summary>Finds the file of each.</summary>
    /// <param name="titles">Names of the recordings, without extension.</param>
    /// <param name="output">A file, a folder, <c>-</c> for standard output, or null for that too.</param>
    /// <param name="extension">Of files in a folder, without its dot.</param>
    /// <param name="inputs">Files that are read, and so must not be written over.</param>
    /// <returns>Null for standard output.</returns>
    /// <exception cref="UsageException">What is asked for contradicts itself.</exception>
    public static IReadOnlyList<string>? Find(
        IReadOnlyList<string> titles, string? output, string extension, IReadOnlyList<string> inputs)
    {
        if (output is null or "-") return null;
        var isFolder = titles.Count > 1 || Directory.Exists(output) || Path.EndsInDirectorySeparator(output);
        if (isFolder && File.Exists(output))
            throw new UsageException($"'{output}' is not a folder, which --output has to be for several transcripts.");
        if (isFolder) MakeFolder(output);
        List<string> paths = isFolder ? [.. Distinct(titles).Select(title => Path.Combine(output, NameOf(title, extension)))] : [output];
        if (paths.Find(path => inputs.Any(input => Path.GetFullPath(input) == Path.GetFullPath(path))) is { } own)
            throw new UsageException($"The transcript would go to '{own}', which is a recording. Give another --output.");
        return paths;
    }

    private static void MakeFolder(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The folder '{path}' of --output cannot be made: {FileFault.Reason(e, path)}");
        }
    }

    // Two recordings may have one name: the second one is called "name (2)".
    private static IEnumerable<string> Distinct(IReadOnlyList<string> titles)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var title in titles)
        {
            var name = title;
            for (var number = 2; !taken.Add(name); number++) name = $"{title} ({number})";
            yield return name;
        }
    }

    // Names come from servers, too.
    private static string NameOf(string title, string extension)
    {
        var name = string.Concat(title.Select(c => char.IsControl(c) || c is '/' or '\\' ? '_' : c)).Trim();
        if (name is "" or "." or "..") name = "recording";
        var bytes = LongestName - extension.Length - 1;
        var length = 0;
        foreach (var rune in name.EnumerateRunes())
        {
            if ((bytes -= rune.Utf8SequenceLength) < 0) break;
            length += rune.Utf16SequenceLength;
        }
        return $"{name[..length]}.{extension}";
    }
}
