using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Hansard.Engine.Tests.Speakers;

/// <summary>Arrays of little-endian float32 in NumPy's .npz: a zip of .npy files.</summary>
internal static class NpzFile
{
    public static float[] Read(string path, string name)
    {
        using var archive = ZipFile.OpenRead(path);
        using var entry = archive.GetEntry(name + ".npy")!.Open();
        using var content = new MemoryStream();
        entry.CopyTo(content);
        var bytes = content.ToArray();
        // Magic of 6 bytes, version of 2, length of the header, header.
        var data = 10 + BitConverter.ToUInt16(bytes, 8);
        return MemoryMarshal.Cast<byte, float>(bytes.AsSpan(data)).ToArray();
    }
}
