namespace Hansard.Cli.Display;

/// <summary>Sizes for people, in powers of 1000 as downloads are given.</summary>
internal static class ByteSize
{
    private static readonly string[] Units = ["B", "kB", "MB", "GB", "TB"];

    /// <summary>Such as <c>53.9 MB</c>.</summary>
    public static string Format(long bytes)
    {
        var (value, unit) = ((double)bytes, 0);
        while (value >= 999.5 && unit < Units.Length - 1) (value, unit) = (value / 1000, unit + 1);
        return unit == 0 || value >= 99.95 ? $"{value:0} {Units[unit]}" : $"{value:0.0} {Units[unit]}";
    }
}
