using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Hansard.Engine.Recognition.Whisper.Checkpoints.CTranslate2;

/// <summary>
/// CTranslate2's <c>model.bin</c>: version, name and revision of the specification, variables, aliases (OpenNMT/CTranslate2,
/// python/ctranslate2/specs/model_spec.py, ModelSpec._serialize).
/// </summary>
internal sealed class CTranslate2File : IDisposable
{
    /// <summary>Its name in a folder.</summary>
    public const string FileName = "model.bin";

    /// <summary>The version of CTranslate2 2.0 and later, which every Whisper was converted with.</summary>
    private const uint Version = 6;

    private const string Specification = "WhisperSpec";

    // A Whisper has some 1500 variables of 4 dimensions at most.
    private const int MostVariables = 100_000;
    private const int MostDimensions = 8;

    // The order of ctranslate2::DataType, include/ctranslate2/types.h.
    private static readonly ElementType[] Types =
    [
        ElementType.Float32, ElementType.Int8, ElementType.Int16, ElementType.Int32, ElementType.Float16, ElementType.BFloat16,
    ];

    private readonly SafeFileHandle _file;

    private CTranslate2File(string path, SafeFileHandle file, IReadOnlyDictionary<string, TensorData> variables)
        => (Path, _file, Variables) = (path, file, variables);

    /// <summary>Its path.</summary>
    public string Path { get; }

    /// <summary>Variables by name, aliases among them.</summary>
    public IReadOnlyDictionary<string, TensorData> Variables { get; }

    /// <summary>Opens a file and reads what is in it but the numbers.</summary>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    /// <exception cref="InvalidDataException">It is cut off, of another kind, or of another version.</exception>
    public static CTranslate2File Open(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            using var reader = new BinaryReader(stream, Encoding.UTF8);
            var variables = ReadVariables(reader);
            return new CTranslate2File(path, File.OpenHandle(path), variables);
        }
        catch (Exception e) when (e is EndOfStreamException or InvalidDataException)
        {
            var fault = e is EndOfStreamException ? "it is cut off" : e.Message.TrimEnd('.');
            throw new InvalidDataException($"'{path}' is not a whole Whisper model of CTranslate2: {fault}.", e);
        }
    }

    /// <summary>Reads a variable, or a part of one.</summary>
    public void Read(TensorData variable, Span<float> values) => variable.Read(_file, Path, values);

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();

    private static Dictionary<string, TensorData> ReadVariables(BinaryReader reader)
    {
        var version = reader.ReadUInt32();
        if (version != Version) throw new InvalidDataException(Foreign(version));
        var specification = ReadString(reader);
        if (specification != Specification)
            throw new InvalidDataException($"it is a {specification}, and {Specification} is wanted");
        reader.ReadUInt32(); // The specification's revision: what it changed did not concern names.

        var variables = new Dictionary<string, TensorData>(StringComparer.Ordinal);
        var count = reader.ReadUInt32();
        if (count > MostVariables) throw new InvalidDataException($"it would have {count} variables");
        for (var i = 0; i < count; i++)
        {
            var name = ReadString(reader);
            if (!variables.TryAdd(name, ReadVariable(reader, name))) throw new InvalidDataException($"it has '{name}' twice");
        }
        // Nothing follows in files of a model none of whose variables are alike.
        var aliases = reader.BaseStream.Position == reader.BaseStream.Length ? 0 : reader.ReadUInt32();
        if (aliases > MostVariables) throw new InvalidDataException($"it would have {aliases} aliases");
        for (var i = 0; i < aliases; i++)
        {
            var (alias, name) = (ReadString(reader), ReadString(reader));
            if (!variables.TryGetValue(name, out var variable) || !variables.TryAdd(alias, variable))
                throw new InvalidDataException($"its alias '{alias}' for '{name}' leads nowhere");
        }
        return variables;
    }

    private static TensorData ReadVariable(BinaryReader reader, string name)
    {
        var shape = new int[reader.ReadByte()];
        if (shape.Length > MostDimensions) throw new InvalidDataException($"'{name}' would have {shape.Length} dimensions");
        for (var d = 0; d < shape.Length; d++)
            if ((shape[d] = reader.ReadInt32()) < 0) throw new InvalidDataException($"a dimension of '{name}' is out of range");
        var type = reader.ReadByte();
        if (type >= Types.Length) throw new InvalidDataException($"'{name}' is of the unknown type {type}");
        var bytes = reader.ReadUInt32();
        var tensor = new TensorData(Types[type], shape, reader.BaseStream.Position);
        if (shape.Aggregate((decimal)tensor.Size, (product, d) => product * d) is var expected && expected != bytes)
            throw new InvalidDataException(
                $"'{name}' of the shape [{string.Join(", ", shape)}] should have {expected} bytes, and has {bytes}");
        if (bytes > reader.BaseStream.Length - reader.BaseStream.Position) throw new EndOfStreamException();
        reader.BaseStream.Seek(bytes, SeekOrigin.Current);
        return tensor;
    }

    /// <summary>A string of C: its length with the zero at its end, in 16 bits, and its bytes.</summary>
    private static string ReadString(BinaryReader reader)
    {
        var bytes = reader.ReadBytes(reader.ReadUInt16());
        return bytes is [.., 0] ? Encoding.UTF8.GetString(bytes, 0, bytes.Length - 1) : throw new InvalidDataException("a name has no end");
    }

    private static string Foreign(uint version) => version switch
    {
        // "PK", of a zip archive, and the first byte of a pickle; neither is read: loading it could run any program.
        _ when (version & 0xFFFF) == 0x4B50 || (version & 0xFF) == 0x80
            => "it is a file of PyTorch, which is never loaded because it may run anything. Take the model as model.safetensors",
        0x67676D6C or 0x46554747 => "it is a file of whisper.cpp (GGML), which cannot be read. Take the model as model.safetensors",
        < Version => $"it is of the version {version} of this format, and {Version} is wanted: convert it with a newer CTranslate2",
        _ => $"it begins with {version}, and a model of CTranslate2 with {Version}",
    };
}
