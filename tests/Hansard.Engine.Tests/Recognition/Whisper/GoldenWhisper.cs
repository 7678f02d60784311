using System.Runtime.InteropServices;
using System.Text.Json;

namespace Hansard.Engine.Tests.Recognition.Whisper;

/// <summary>The reference recogniser's step-by-step data for one clip.</summary>
internal sealed class GoldenWhisper
{
    private static string Folder => Fixtures.PathOf("golden", "whisper");

    private GoldenWhisper(string name)
    {
        Name = name;
        Json = JsonDocument.Parse(File.ReadAllBytes(System.IO.Path.Combine(Folder, name + ".json"))).RootElement;
    }

    public string Name { get; }

    public JsonElement Json { get; }

    public int Frames => Json.GetProperty("mel").GetProperty("shape")[1].GetInt32();

    public float[] Mel => Floats($"{Name}.mel.f32");

    public static GoldenWhisper Load(string name) => new(name);

    public static float[] Floats(string file)
        => MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(System.IO.Path.Combine(Folder, file))).ToArray();

    public JsonElement Decode(string name) => Json.GetProperty("decodes").GetProperty(name);

    public static int[] Ints(JsonElement array) => [.. array.EnumerateArray().Select(e => e.GetInt32())];

    public static double[] Doubles(JsonElement array) => [.. array.EnumerateArray().Select(e => e.GetDouble())];
}
