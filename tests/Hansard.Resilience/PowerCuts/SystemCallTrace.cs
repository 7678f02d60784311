using System.Globalization;

namespace Hansard.Resilience.PowerCuts;

/// <summary>Every change of files that a program and all its threads have made, as strace has written it down.</summary>
internal static class SystemCallTrace
{
    private const string Unfinished = " <unfinished ...>";
    private const string Calls =
        "openat,open,creat,write,pwrite64,writev,pwritev,ftruncate,truncate,fallocate,rename,renameat,renameat2,unlink,unlinkat,link,"
        + "linkat,mkdir,mkdirat,rmdir,fsync,fdatasync,copy_file_range,sendfile";

    /// <summary>The command before that of a program: the program keeps its process number.</summary>
    /// <param name="path">The file that is written.</param>
    public static IReadOnlyList<string> Tracer(string path)
        => ["strace", "-D", "-f", "-q", "-y", "-xx", "-s", "16000000", "-ttt", "--seccomp-bpf", "-e", $"trace={Calls}", "-o", path];

    /// <summary>Reads the calls in the order in which they returned.</summary>
    public static IEnumerable<TracedCall> Read(string path)
    {
        var pending = new Dictionary<string, (string Text, int Line)>(StringComparer.Ordinal);
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;

            // 7126  1796050675.257651 fsync(261<…>) = 0
            var process = line[..line.IndexOf(' ')];
            var rest = line[process.Length..].TrimStart();
            var time = rest.IndexOf(' ');
            if (time < 0 || !double.TryParse(rest.AsSpan(0, time), CultureInfo.InvariantCulture, out var seconds)) continue;
            var text = rest[(time + 1)..];
            var began = number;
            if (text.EndsWith(Unfinished, StringComparison.Ordinal))
            {
                pending[process] = (text[..^Unfinished.Length], number);
                continue;
            }

            if (text.StartsWith("<... ", StringComparison.Ordinal))
            {
                if (!pending.Remove(process, out var first)) continue;
                text = first.Text + text[(text.IndexOf(" resumed>", StringComparison.Ordinal) + " resumed>".Length)..];
                began = first.Line;
            }

            var open = text.IndexOf('(');
            var equals = text.LastIndexOf(") = ", StringComparison.Ordinal);
            if (open < 0 || equals < open) continue;
            var result = text[(equals + 4)..];
            var end = result.AsSpan().IndexOfAny('<', ' ');
            if (!long.TryParse(end < 0 ? result : result[..end], CultureInfo.InvariantCulture, out var returned))
                continue;
            yield return new TracedCall(
                text[..open], [.. text[(open + 1)..equals].Split(", ").Select(argument => new TracedArgument(argument))], returned, began,
                number, DateTime.UnixEpoch.AddSeconds(seconds));
        }
    }
}
