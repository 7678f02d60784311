using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Hansard.Engine.Models;

/// <summary>Opens ONNX networks the one way the engine runs them.</summary>
/// <remarks>No other code makes an environment, options or a session of ONNX Runtime.</remarks>
internal static class OnnxModel
{
    /// <summary>Bytes of the largest network that is parsed: a protobuf message holds 2 GiB at most.</summary>
    private const long LargestRewritten = 1L << 30;

    /// <summary>
    /// One arena for all sessions. With one each, what the encoder has freed is of no use to the decoder,
    /// and the peak of a long recording
    /// is some 30 MB higher.
    /// </summary>
    private static readonly Lazy<OrtEnv> SharedArena = new(() =>
    {
        using var memory = new OrtMemoryInfo(OrtMemoryInfo.allocatorCPU, OrtAllocatorType.ArenaAllocator, 0, OrtMemType.Default);
        using var defaults = new OrtArenaCfg(maxMemory: 0, arenaExtendStrategy: -1, initialChunkSizeBytes: -1, maxDeadBytesPerChunk: -1);
        var environment = OrtEnv.Instance();
        environment.DisableTelemetryEvents();
        environment.CreateAndRegisterAllocator(memory, defaults);
        return environment;
    });

    /// <summary>Loads ONNX Runtime beside what else is to be done first: 40 ms.</summary>
    public static void Prepare() => Task.Run(() => SharedArena.Value);

    /// <summary>
    /// Determines whether a network may be read into memory and changed: weights in a file of their own are found from a path only.
    /// </summary>
    /// <param name="path">The .onnx file.</param>
    public static bool CanRewrite(string path)
        => File.Exists(path) && LengthOf(path) < LargestRewritten && !File.Exists($"{path}_data");

    // A link has a length of its own.
    private static long LengthOf(string path)
    {
        using var handle = File.OpenHandle(path);
        return RandomAccess.GetLength(handle);
    }

    /// <summary>Opens a network for calls that compute on the calling thread.</summary>
    /// <remarks>
    /// One thread a call: the engine runs as many windows side by side as it has threads, which costs less than splitting one
    /// matrix product over them,
    /// and a caller's processor limit holds. Memory patterns are off because no two windows have the same shapes.
    /// </remarks>
    /// <param name="path">The .onnx file; weights beside it are found by their relative path.</param>
    /// <exception cref="FileNotFoundException">The file is not there.</exception>
    /// <exception cref="InvalidDataException">It is not a network that ONNX Runtime can run.</exception>
    public static InferenceSession Open(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"The model file '{path}' is missing.", path);
        return Open(options => new InferenceSession(path, options), path);
    }

    /// <summary>Opens a network from memory.</summary>
    /// <param name="model">The serialised network, without weights in other files.</param>
    /// <param name="path">Origin, for messages.</param>
    /// <exception cref="InvalidDataException">It is not a network that ONNX Runtime can run.</exception>
    public static InferenceSession Open(byte[] model, string path) => Open(options => new InferenceSession(model, options), path);

    private static InferenceSession Open(Func<SessionOptions, InferenceSession> open, string path)
    {
        using var options = Options();
        try
        {
            return open(options);
        }
        catch (OnnxRuntimeException e)
        {
            throw new InvalidDataException($"'{path}' cannot be loaded as an ONNX network: {e.Message}", e);
        }
    }

    /// <summary>The options of every session.</summary>
    private static SessionOptions Options()
    {
        var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            EnableMemoryPattern = false,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        options.AddSessionConfigEntry("session.inter_op.allow_spinning", "0");
        // On x64 without VNNI, two products of uint8 with int8 would be added in 16 bits, and what is more be cut off.
        options.AddSessionConfigEntry("session.x64quantprecision", "1");
        _ = SharedArena.Value;
        options.AddSessionConfigEntry("session.use_env_allocators", "1");
        return options;
    }

    /// <summary>The type of the elements of tensors.</summary>
    /// <exception cref="NotSupportedException">It is not used here.</exception>
    public static TensorElementType TypeOf<T>()
        where T : unmanaged
        => typeof(T) == typeof(float) ? TensorElementType.Float
            : typeof(T) == typeof(long) ? TensorElementType.Int64
            : typeof(T) == typeof(int) ? TensorElementType.Int32
            : typeof(T) == typeof(byte) ? TensorElementType.UInt8
            : typeof(T) == typeof(sbyte) ? TensorElementType.Int8
            : typeof(T) == typeof(bool) ? TensorElementType.Bool
            : throw new NotSupportedException($"Tensors of {typeof(T).Name} are not used here.");

    /// <summary>A tensor in ONNX Runtime's own memory, uninitialised.</summary>
    public static OrtValue Allocate<T>(params long[] shape)
        where T : unmanaged
        => OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, TypeOf<T>(), shape);

    /// <summary>A tensor in ONNX Runtime's own memory with the given content.</summary>
    public static OrtValue Tensor<T>(ReadOnlySpan<T> data, params long[] shape)
        where T : unmanaged
    {
        var value = Allocate<T>(shape);
        data.CopyTo(value.GetTensorMutableDataAsSpan<T>());
        return value;
    }
}
