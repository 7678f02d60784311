using System.Threading.Channels;
using Hansard.Engine.Tests.Recognition;

namespace Hansard.Engine.Tests.Pipeline.Live;

/// <summary>Sound as it arrives.</summary>
internal static class LiveInputs
{
    /// <summary>The sound of a clip.</summary>
    public static float[] Clip(string name) => WavFile.Read(Fixtures.PathOf("audio", "clips", name));

    /// <summary>Sound in pieces.</summary>
    /// <param name="sound">All of it.</param>
    /// <param name="length">Samples of a piece.</param>
    public static async IAsyncEnumerable<LiveInput> Pieces(float[] sound, int length = 1_600)
    {
        for (var at = 0; at < sound.Length; at += length)
        {
            await Task.Yield();
            yield return new LiveInput.Sound(sound.AsMemory(at, Math.Min(length, sound.Length - at)));
        }
    }

    /// <summary>A clip with a pause after it, in pieces.</summary>
    public static void Say(this Channel<LiveInput> input, string clip, int pause)
    {
        foreach (var piece in Clip(clip).Concat(new float[pause]).Chunk(1_600)) input.Writer.TryWrite(new LiveInput.Sound(piece));
    }

    /// <summary>The next results up to one that is looked for, which comes within two minutes.</summary>
    public static async Task<List<LiveResult>> UntilAsync(
        this IAsyncEnumerator<LiveResult> results, Func<LiveResult, bool> found, CancellationToken cancellationToken)
    {
        List<LiveResult> seen = [];
        do
        {
            Assert.True(await results.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(2), cancellationToken));
            seen.Add(results.Current);
        }
        while (!found(results.Current));
        return seen;
    }

    /// <summary>The text of final tokens, in small letters without marks.</summary>
    public static string FinalText(this IEnumerable<LiveResult> results)
        => Plain(string.Concat(results.SelectMany(result => result.Final).Select(token => token.Text)));

    /// <summary>Words in small letters without marks.</summary>
    public static string Plain(string text)
        => string.Join(
            ' ', new string([.. text.ToLowerInvariant().Where(c => char.IsLetter(c) || c is ' ' or '\'')]).Split(
                ' ', StringSplitOptions.RemoveEmptyEntries));
}
