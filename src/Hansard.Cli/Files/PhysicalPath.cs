namespace Hansard.Cli.Files;

/// <summary>Paths without symbolic links, like realpath(1): the last parts need not exist.</summary>
internal static class PhysicalPath
{
    private const int MaximumLinks = 40; // As in Linux, MAXSYMLINKS.

    /// <summary>Follows every link on the way, and one at the end.</summary>
    /// <remarks>
    /// <see cref="File.ResolveLinkTarget"/> takes <c>..</c> in a link for the folder before it in the text, which is another one behind a
    /// linked folder.
    /// </remarks>
    /// <exception cref="IOException">Links lead in a circle.</exception>
    public static string Resolve(string path)
    {
        var absolute = Path.IsPathRooted(path) ? path : Path.Combine(Environment.CurrentDirectory, path);
        var resolved = Path.GetPathRoot(absolute)!;
        var pending = new Stack<string>();
        Push(pending, absolute[resolved.Length..]);
        for (var links = 0; pending.TryPop(out var part);)
        {
            if (part == "..")
            {
                resolved = Path.GetDirectoryName(resolved) ?? resolved;
                continue;
            }
            var next = Path.Combine(resolved, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                resolved = next;
                continue;
            }
            if (++links > MaximumLinks) throw new IOException($"'{path}' cannot be followed: its links lead in a circle.");
            if (Path.IsPathRooted(target)) resolved = Path.GetPathRoot(target)!;
            Push(pending, target[(Path.IsPathRooted(target) ? resolved.Length : 0)..]);
        }
        return resolved;
    }

    private static void Push(Stack<string> pending, string path)
    {
        foreach (var part in path.Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar).Reverse())
            if (part is not ("" or ".")) pending.Push(part);
    }
}
