using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Hansard.Engine.Tests;

/// <summary>Reads little-endian float32 arrays in NumPy's format (version 1).</summary>
internal static partial class NumPyArray
{
    // After a magic of 6 bytes, the version in 2, and the length of the header in 2.
    private const int HeaderStart = 10;

    /// <returns>[rows, columns].</returns>
    public static float[] Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var header = Header().Match(Encoding.ASCII.GetString(bytes, HeaderStart, HeaderLength(bytes)));
        Assert.True(header.Success, $"{path} is not a matrix of float32");
        var values = Values(bytes);
        if (header.Groups[1].Value == "False") return values;
        var (rows, columns) = (Number(header.Groups[2]), Number(header.Groups[3]));
        return [.. Enumerable.Range(0, rows * columns).Select(i => values[(i % columns * rows) + (i / columns)])];
    }

    /// <summary>The values of an array of any shape, in the order in which they are stored.</summary>
    public static float[] Values(byte[] bytes)
        => MemoryMarshal.Cast<byte, float>(bytes.AsSpan(HeaderStart + HeaderLength(bytes))).ToArray();

    private static int HeaderLength(byte[] bytes) => BitConverter.ToUInt16(bytes, 8);

    private static int Number(Group group) => int.Parse(group.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"'descr': '<f4', 'fortran_order': (True|False), 'shape': \((\d+), (\d+)\)")]
    private static partial Regex Header();
}
