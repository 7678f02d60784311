using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hansard.Engine.Recognition.Whisper.Checkpoints;

namespace Hansard.Engine.Tests.Recognition.Whisper.Checkpoints;

/// <summary>Writes .safetensors files as Hugging Face does.</summary>
internal static class SafetensorsWriter
{
    /// <summary>Writes tensors in a type.</summary>
    /// <param name="path">The file.</param>
    /// <param name="weights">Where they come from.</param>
    /// <param name="names">The tensors.</param>
    /// <param name="type">F32, F16 or BF16.</param>
    /// <param name="rename">Name in the file; null for the same.</param>
    public static void Write(
        string path, ICheckpoint weights, IEnumerable<string> names, string type, Func<string, string>? rename = null)
    {
        var header = new JsonObject { ["__metadata__"] = new JsonObject { ["format"] = "pt" } };
        var size = type == "F32" ? 4 : 2;
        var at = 0L;
        string[] ordered = [.. names];
        foreach (var name in ordered)
        {
            var shape = weights.ShapeOf(name)!;
            var end = at + shape.Aggregate((long)size, (product, d) => product * d);
            header[rename?.Invoke(name) ?? name] = new JsonObject
            {
                ["dtype"] = type,
                ["shape"] = new JsonArray([.. shape.Select(d => (JsonNode)d)]),
                ["data_offsets"] = new JsonArray(at, end),
            };
            at = end;
        }
        var json = JsonSerializer.SerializeToUtf8Bytes(header);
        using var file = File.Create(path);
        var length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)json.Length);
        file.Write(length);
        file.Write(json);
        foreach (var name in ordered)
        {
            var values = new float[weights.ShapeOf(name)!.Aggregate(1, (product, d) => product * d)];
            weights.Read(name, values);
            file.Write(Bytes(values, type));
        }
    }

    /// <summary>Numbers in a type; halves of 32 bits are rounded to the nearest even.</summary>
    public static byte[] Bytes(float[] values, string type) => type switch
    {
        "F32" => MemoryMarshal.AsBytes<float>(values).ToArray(),
        "F16" => MemoryMarshal.AsBytes<Half>(Array.ConvertAll(values, v => (Half)v)).ToArray(),
        "BF16" => MemoryMarshal.AsBytes<ushort>(Array.ConvertAll(values, v =>
        {
            var bits = BitConverter.SingleToUInt32Bits(v);
            return (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
        })).ToArray(),
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };
}
