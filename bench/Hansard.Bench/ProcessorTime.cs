using System.Globalization;

namespace Hansard.Bench;

/// <summary>Processor seconds of this process and of the children it has waited for (ffmpeg).</summary>
internal static class ProcessorTime
{
    private const double TicksPerSecond = 100; // USER_HZ of every Linux

    public static double Seconds() => Times().Sum();

    /// <summary>The children's part of it.</summary>
    public static double ChildrenSeconds() => Times().Skip(2).Sum();

    /// <summary>Of this process and of all that were started from it and still run (Apertium's filters).</summary>
    public static double SecondsWithResidents()
    {
        var processes = Directory.EnumerateDirectories("/proc")
            .Where(d => int.TryParse(Path.GetFileName(d), out _)).Select(Read).OfType<ProcessUse>().ToList();
        var family = new HashSet<int> { Environment.ProcessId };
        var (seconds, grown) = (Seconds(), true);
        while (grown)
        {
            grown = false;
            foreach (var (id, _, used) in processes.Where(p => family.Contains(p.Parent) && !family.Contains(p.Id)).ToList())
            {
                grown |= family.Add(id);
                seconds += used;
            }
        }

        return seconds;
    }

    /// <summary>Of another process, without its children.</summary>
    public static double SecondsOf(int id) => Times(Fields($"/proc/{id}/stat")).Take(2).Sum();

    private static ProcessUse? Read(string folder)
    {
        try
        {
            var fields = Fields(Path.Combine(folder, "stat"));
            return new ProcessUse(
                int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture), int.Parse(fields[1], CultureInfo.InvariantCulture),
                Times(fields).Take(2).Sum());
        }
        catch (IOException)
        {
            // It has ended.
            return null;
        }
    }

    private static IEnumerable<double> Times() => Times(Fields("/proc/self/stat"));

    // Fields 14 to 17: utime, stime, cutime, cstime.
    private static IEnumerable<double> Times(string[] fields)
        => fields.Skip(11).Take(4).Select(f => double.Parse(f, CultureInfo.InvariantCulture) / TicksPerSecond);

    // Counted after the command in parentheses, from field 3 on.
    private static string[] Fields(string path)
    {
        var stat = File.ReadAllText(path);
        return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
    }

    /// <summary>Processor time of one process.</summary>
    private sealed record ProcessUse(int Id, int Parent, double Seconds);
}
