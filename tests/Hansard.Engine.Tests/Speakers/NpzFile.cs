using System.IO.Compression;

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
        return NumPyArray.Values(content.ToArray());
    }
}
