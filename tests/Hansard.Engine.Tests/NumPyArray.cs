using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Hansard.Engine.Tests.Recognition.Parakeet;

/// <summary>Reads little-endian float32 matrices in NumPy's format (version 1).</summary>
internal static partial class NumPyArray
{
    /// <returns>[rows, columns].</returns>
    public static float[] Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var length = BitConverter.ToUInt16(bytes, 8);
        var header = Header().Match(Encoding.ASCII.GetString(bytes, 10, length));
        Assert.True(header.Success, $"{path} is not a matrix of float32");
        var values = MemoryMarshal.Cast<byte, float>(bytes.AsSpan(10 + length)).ToArray();
        if (header.Groups[1].Value == "False") return values;
        var (rows, columns) = (Number(header.Groups[2]), Number(header.Groups[3]));
        return [.. Enumerable.Range(0, rows * columns).Select(i => values[(i % columns * rows) + (i / columns)])];
    }

    private static int Number(Group group) => int.Parse(group.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"'descr': '<f4', 'fortran_order': (True|False), 'shape': \((\d+), (\d+)\)")]
    private static partial Regex Header();
}
