using System.Text.RegularExpressions;

namespace Hansard.Cli;

/// <summary>Faults of files and folders in sentences of their own: those of .NET name a path once more, or name it alone.</summary>
internal static partial class FileFault
{
    /// <summary>The reason alone, for the end of a sentence that names the path.</summary>
    /// <param name="fault">An exception of reading or writing.</param>
    /// <param name="path">The path that is named.</param>
    public static string Reason(Exception fault, string path) => fault switch
    {
        UnauthorizedAccessException or FileNotFoundException when Directory.Exists(path) => "it is a folder.",
        FileNotFoundException => "there is no such file.",
        DirectoryNotFoundException => HasFileInTheWay(path) ? "a part of its path is a file." : "there is no such folder.",
        UnauthorizedAccessException => "its permissions do not allow it.",
        IOException when Exists().IsMatch(fault.Message) => "a file of that name is in the way.",
        IOException when OfSystem().Match(fault.Message) is { Success: true } match => Ended(match.Groups[1].Value),
        _ => Ended(fault.Message),
    };

    /// <summary>A sentence that names the path; what is one already stays.</summary>
    public static string Sentence(Exception fault)
    {
        if (fault is not (IOException or UnauthorizedAccessException)) return fault.Message;
        var quoted = Quoted().Match(fault.Message);
        if (!quoted.Success) return Ended(fault.Message);
        var path = quoted.Groups[1].Value;
        return $"'{path}' cannot be used: {Reason(fault, path)}";
    }

    private static bool HasFileInTheWay(string path)
    {
        for (var part = Path.GetFullPath(path); part is not null; part = Path.GetDirectoryName(part))
            if (File.Exists(part)) return true;
        return false;
    }

    private static string Ended(string sentence) => sentence.EndsWith('.') ? sentence : $"{sentence}.";

    // As in "No space left on device : '/dev/full'".
    [GeneratedRegex("^(.*?) : '.*'$", RegexOptions.Singleline)]
    private static partial Regex OfSystem();

    [GeneratedRegex("^The file '.*' already exists\\.$", RegexOptions.Singleline)]
    private static partial Regex Exists();

    // The four ways in which .NET names a path; our own sentences are others.
    [GeneratedRegex(
        "^(?:Access to the path|Could not find file|Could not find a part of the path|The file|[^']* :) '(.*)'"
        + "(?:| is denied\\.| already exists\\.|\\.)$",
        RegexOptions.Singleline)]
    private static partial Regex Quoted();
}
