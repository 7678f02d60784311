using System.Text.Json.Nodes;
using Hansard.Engine.Tests;
using Hansard.Engine.Tests.Recognition.Whisper.Checkpoints;

namespace Hansard.Resilience.Input.Models;

/// <summary>Makes folders of models that lie.</summary>
internal sealed class ModelMutation : IDisposable
{
    private readonly CheckpointFolder _safetensors = CheckpointFolder.Random(RandomWeights.Tiny);

    private readonly string[] _random = [Fixtures.PathOf("models", "whisper-random"), Fixtures.PathOf("models", "parakeet-random")];

    /// <summary>Makes one.</summary>
    /// <param name="input">Its chance, and where what was done is noted.</param>
    /// <param name="folder">Empty.</param>
    /// <returns>The name of the file that is wrong.</returns>
    public string Make(InputCase input, string folder)
    {
        // What is converted takes seconds.
        var source = input.OnceIn(10) ? _safetensors.Path : input.Any(_random);
        string[] files =
        [
            .. Directory.GetFiles(source, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(source, file))
                .Where(file => Path.GetExtension(file) is ".json" or ".onnx" or ".safetensors" or ".txt" || file == "SHA256SUMS")
                .Order(StringComparer.Ordinal),
        ];
        var hasSums = input.OnceIn(6);
        foreach (var file in files)
        {
            if (file == "SHA256SUMS" && !hasSums) continue;
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, file))!);
            File.Copy(Path.Combine(source, file), Path.Combine(folder, file));
        }
        var wrong = input.Any([.. files.Where(file => file != "SHA256SUMS" || hasSums)]);
        input.Sent = $"{Path.GetFileName(source)}, {wrong}";
        Spoil(input, Path.Combine(folder, wrong));
        return wrong;
    }

    public void Dispose() => _safetensors.Dispose();

    private static void Spoil(InputCase input, string path)
    {
        var way = input.Random.Next(12);
        if (way < 3)
        {
            Replace(input, path);
            return;
        }
        var bytes = File.ReadAllBytes(path);
        var isJson = path.EndsWith(".json", StringComparison.Ordinal);
        if (isJson && way < 10) bytes = new JsonMutation(input).Apply(JsonNode.Parse(bytes));
        else if (path.EndsWith(".safetensors", StringComparison.Ordinal) && way < 8) bytes = Header(input, bytes);
        else bytes = Damage(input, bytes);
        if (isJson && bytes.Length < 3_000) input.Sent += $": {Http.RequestMaker.Printable(bytes)}";
        File.WriteAllBytes(path, bytes);
    }

    private static void Replace(InputCase input, string path)
    {
        File.Delete(path);
        switch (input.Random.Next(6))
        {
            case 0:
                input.Sent += ", missing";
                break;
            case 1:
                input.Sent += ", a folder";
                Directory.CreateDirectory(path);
                break;
            case 2:
                input.Sent += ", empty";
                File.WriteAllBytes(path, []);
                break;
            case 3:
                input.Sent += ", a link to nothing";
                File.CreateSymbolicLink(path, "/nowhere");
                break;
            case 4:
                input.Sent += ", a link to itself";
                File.CreateSymbolicLink(path, path);
                break;
            default:
                input.Sent += ", a link to a device";
                File.CreateSymbolicLink(path, input.Any(["/dev/zero", "/dev/null", "/etc/hostname"]));
                break;
        }
    }

    private static byte[] Damage(InputCase input, byte[] bytes)
    {
        switch (input.Random.Next(5))
        {
            case 0:
                input.Sent += ", cut";
                return bytes[..input.Random.Next(bytes.Length)];
            case 1:
                input.Sent += ", zeros";
                bytes.AsSpan(input.Random.Next(bytes.Length)).Clear();
                return bytes;
            case 2:
                input.Sent += ", noise in its head";
                for (var i = 0; i < 20; i++) bytes[input.Random.Next(Math.Min(bytes.Length, 2_000))] = (byte)input.Random.Next(256);
                return bytes;
            case 3:
                input.Sent += ", a hole";
                var at = input.Random.Next(bytes.Length);
                return [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + input.Random.Next(1, 5_000))..]];
            default:
                input.Sent += ", bits";
                for (var i = 0; i < 30; i++) bytes[input.Random.Next(bytes.Length)] ^= (byte)(1 << input.Random.Next(8));
                return bytes;
        }
    }

    // Eight bytes of length, and JSON that says where the tensors are.
    private static byte[] Header(InputCase input, byte[] bytes)
    {
        var length = (int)BitConverter.ToInt64(bytes, 0);
        if (input.OnceIn(4))
        {
            input.Sent += ", the length of its head";
            BitConverter.TryWriteBytes(bytes, input.Any([-1L, 0, 1, length - 1, length + 1, int.MaxValue, long.MaxValue, bytes.Length]));
            return bytes;
        }
        input.Sent += ", its head";
        var header = JsonNode.Parse(bytes.AsSpan(8, length))!.AsObject();
        var tensor = header[input.Any([.. header.Select(member => member.Key)])]!.AsObject();
        byte[] changed;
        switch (input.Random.Next(4))
        {
            case 0:
                tensor["shape"] = new JsonArray(input.Any<long>([-1, 0, 1, 1L << 31, 1L << 62]), 128);
                break;
            case 1:
                tensor["data_offsets"] = new JsonArray(input.Any<long>([-8, 0, 1, 1L << 40]), input.Any<long>([-1, 0, 1_000, 1L << 40,
                    long.MaxValue]));
                break;
            case 2:
                tensor["dtype"] = input.Any(["F64", "I8", "BF16", "", "F8_E5M2", "U4"]);
                break;
            default:
                changed = new JsonMutation(input).Apply(header);
                return [.. BitConverter.GetBytes((long)changed.Length), .. changed, .. bytes[(8 + length)..]];
        }
        changed = System.Text.Encoding.UTF8.GetBytes(header.ToJsonString());
        return [.. BitConverter.GetBytes((long)changed.Length), .. changed, .. bytes[(8 + length)..]];
    }
}
