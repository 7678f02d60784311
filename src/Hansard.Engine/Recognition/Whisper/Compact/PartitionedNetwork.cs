using Hansard.Engine.Models;
using Hansard.Engine.Recognition.Whisper.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace Hansard.Engine.Recognition.Whisper.Compact;

/// <summary>A network cut at its attentions: ONNX Runtime computes the parts, the caller what lies between.</summary>
internal sealed class PartitionedNetwork : IDisposable
{
    private readonly InferenceSession[] _sessions;
    private readonly Part[] _parts;
    private readonly RunOptions _run = new();

    /// <param name="parts">In order.</param>
    /// <param name="path">Origin of the network, for messages.</param>
    public PartitionedNetwork(IReadOnlyList<Subgraph> parts, string path)
    {
        using var made = new DisposedOnFailure();
        _sessions = [.. parts.Select(p => made.Add(OnnxModel.Open(GraphRewriter.Rewrite(p.Model), path)))];
        _parts = [.. parts.Select(
            (p, i) => new Part(p.Inputs, p.Outputs, p.Inputs.Except(parts.Skip(i + 1).SelectMany(later => later.Inputs)).ToArray()))];
        made.Keep();
    }

    /// <summary>Computes all parts.</summary>
    /// <param name="values">The inputs of the whole; everything in it is disposed of.</param>
    /// <param name="between">Called after each part but the last, with its number, to take values and add what the next part needs.</param>
    /// <returns>The first output of the last part.</returns>
    public OrtValue Run(Dictionary<string, OrtValue> values, Action<int, Dictionary<string, OrtValue>> between)
    {
        try
        {
            for (var i = 0; i < _sessions.Length; i++)
            {
                var (inputs, outputs, last) = _parts[i];
                var results = _sessions[i].Run(_run, inputs, [.. inputs.Select(n => values[n])], outputs);
                for (var j = 0; j < outputs.Length; j++) values[outputs[j]] = results[j];
                foreach (var name in last) Release(values, name);
                if (i + 1 < _sessions.Length) between(i, values);
            }
            values.Remove(_parts[^1].Outputs[0], out var result);
            return result!;
        }
        finally
        {
            foreach (var value in values.Values) value.Dispose();
        }
    }

    /// <summary>Disposes of a value that nobody needs any more.</summary>
    public static void Release(Dictionary<string, OrtValue> values, string name)
    {
        if (values.Remove(name, out var value)) value.Dispose();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var session in _sessions) session.Dispose();
        _run.Dispose();
    }

    /// <summary>The tensors of a part.</summary>
    /// <param name="Inputs">Taken by it.</param>
    /// <param name="Outputs">Computed by it.</param>
    /// <param name="Last">Inputs that no later part takes.</param>
    private readonly record struct Part(string[] Inputs, string[] Outputs, string[] Last);
}
