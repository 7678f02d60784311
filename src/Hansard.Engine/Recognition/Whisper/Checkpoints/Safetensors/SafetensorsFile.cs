using System.Buffers.Binary;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace Hansard.Engine.Recognition.Whisper.Checkpoints.Safetensors;

/// <summary>
/// A .safetensors file: the length of its header in 8 bytes, a header in JSON with the type, the shape and the place of each tensor, and
/// the tensors (huggingface/safetensors, README, Format).
/// </summary>
internal sealed class SafetensorsFile : IDisposable
{
    /// <summary>Longest header that the format allows (safetensors/src/tensor.rs, MAX_HEADER_SIZE).</summary>
    private const long LongestHeader = 100_000_000;

    private readonly SafeFileHandle _file;

    private SafetensorsFile(string path, SafeFileHandle file, IReadOnlyDictionary<string, TensorData> tensors)
        => (Path, _file, Tensors) = (path, file, tensors);

    /// <summary>Its path.</summary>
    public string Path { get; }

    /// <summary>Its tensors by name.</summary>
    public IReadOnlyDictionary<string, TensorData> Tensors { get; }

    /// <summary>Opens a file and reads its header.</summary>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    /// <exception cref="InvalidDataException">It is cut off, damaged, or holds types that are not read here.</exception>
    public static SafetensorsFile Open(string path)
    {
        var file = File.OpenHandle(path);
        try
        {
            return new SafetensorsFile(path, file, ReadHeader(file));
        }
        catch (Exception e)
        {
            file.Dispose();
            if (e is not (JsonException or InvalidDataException or InvalidOperationException or FormatException or KeyNotFoundException))
                throw;
            throw new InvalidDataException($"'{path}' is not a whole safetensors file: {e.Message.TrimEnd('.')}.", e);
        }
    }

    /// <summary>Reads a tensor that is there.</summary>
    public void Read(string name, Span<float> values) => Tensors[name].Read(_file, Path, values);

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();

    private static Dictionary<string, TensorData> ReadHeader(SafeFileHandle file)
    {
        var length = RandomAccess.GetLength(file);
        var size = new byte[sizeof(ulong)];
        if (RandomAccess.Read(file, size, 0) < size.Length) throw new InvalidDataException("it has fewer than 8 bytes");
        var headerLength = BinaryPrimitives.ReadUInt64LittleEndian(size);
        if (headerLength > LongestHeader || (long)headerLength > length - size.Length)
            throw new InvalidDataException($"its header would be {headerLength} bytes long, and the file has {length}");
        var header = new byte[headerLength];
        for (var at = 0; at < header.Length;)
        {
            var read = RandomAccess.Read(file, header.AsSpan(at), size.Length + at);
            if (read == 0) throw new InvalidDataException("its header is cut off");
            at += read;
        }

        var start = size.Length + header.Length;
        using var json = JsonDocument.Parse(header);
        var tensors = new Dictionary<string, TensorData>(StringComparer.Ordinal);
        foreach (var entry in json.RootElement.EnumerateObject())
        {
            if (entry.Name == "__metadata__") continue;
            if (!tensors.TryAdd(entry.Name, Tensor(entry, start, length - start)))
                throw new InvalidDataException($"its header has '{entry.Name}' twice");
        }
        return tensors;
    }

    private static TensorData Tensor(JsonProperty entry, long start, long available)
    {
        var offsets = entry.Value.GetProperty("data_offsets");
        var (begin, end) = (offsets[0].GetInt64(), offsets[1].GetInt64());
        if (begin < 0 || end < begin || end > available)
            throw new InvalidDataException(
                $"'{entry.Name}' should be at the bytes {begin} to {end} of its data, and there are {available}: the file is cut off");
        int[] shape = [.. entry.Value.GetProperty("shape").EnumerateArray().Select(d => d.GetInt32())];
        if (shape.Any(d => d < 0)) throw new InvalidDataException($"'{entry.Name}' has a negative dimension");
        var tensor = new TensorData(TypeOf(entry), shape, start + begin);
        if (shape.Aggregate((decimal)tensor.Size, (product, d) => product * d) is var bytes && bytes != end - begin)
            throw new InvalidDataException(
                $"'{entry.Name}' of the shape [{string.Join(", ", shape)}] should have {bytes} bytes, and has {end - begin}");
        return tensor;
    }

    private static ElementType TypeOf(JsonProperty entry) => entry.Value.GetProperty("dtype").GetString() switch
    {
        "F32" => ElementType.Float32,
        "F16" => ElementType.Float16,
        "BF16" => ElementType.BFloat16,
        var other => throw new InvalidDataException(
            $"'{entry.Name}' is of the type {other}; F32, F16 and BF16 can be read. Save the model in one of these"),
    };
}
