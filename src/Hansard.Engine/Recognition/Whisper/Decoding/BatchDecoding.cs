using System.Runtime.InteropServices;
using Hansard.Engine.Recognition.Whisper.Networks;

namespace Hansard.Engine.Recognition.Whisper.Decoding;

/// <summary>Decodes several windows in lockstep, so that one pass over the weights serves them all.</summary>
internal static class BatchDecoding
{
    /// <summary>Runs every strategy to its end.</summary>
    /// <param name="decoder">The network.</param>
    /// <param name="windows">Of equal positions.</param>
    /// <param name="prompts">Of equal length, one a window.</param>
    /// <param name="strategies">One a window.</param>
    /// <param name="cancellationToken">Checked at every step.</param>
    public static void Run(
        ITextDecoder decoder,
        IReadOnlyList<ICrossAttention> windows,
        IReadOnlyList<IReadOnlyList<int>> prompts,
        IReadOnlyList<IDecodingStrategy> strategies,
        CancellationToken cancellationToken)
    {
        using var rows = decoder.Start(windows, prompts);
        List<IDecodingStrategy> running = [.. strategies];
        List<int> parents = [];
        List<int> tokens = [];
        // Every strategy ends by itself at its length limit.
        while (running.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            parents.Clear();
            tokens.Clear();
            var first = 0;
            for (var i = 0; i < running.Count; i++)
            {
                var (count, before) = (running[i].Rows, parents.Count);
                running[i].Advance(rows, first, parents, tokens);
                first += count;
                if (parents.Count == before) running.RemoveAt(i--);
            }
            if (running.Count > 0) rows.Step(CollectionsMarshal.AsSpan(parents), CollectionsMarshal.AsSpan(tokens));
        }
    }
}
