using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Hansard.Engine.Audio;
using Hansard.Engine.Recognition;

namespace Hansard.Server.Tests.Jobs.Parts;

/// <summary>
/// A decoder that sleeps in proportion to the length of the sound, on a thread each, and whose words are a checksum of the window.
/// </summary>
/// <param name="pace">Seconds of sleep for a second of sound.</param>
internal sealed class SleepingModel(double pace) : ISpeechModel
{
    public IReadOnlyCollection<string> Languages { get; } = ["en"];

    public double MaximumSeconds => 26;

    /// <summary>Checksums of the batches that were recognised here.</summary>
    public ConcurrentQueue<string> Recognised { get; } = new();

    public IReadOnlyList<RecognisedWindow> Recognise(IReadOnlyList<RecognitionRequest> requests, CancellationToken cancellationToken)
    {
        var seconds = requests.Sum(request => (double)request.Samples.Length / AudioSpecification.SampleRate);
        cancellationToken.WaitHandle.WaitOne(TimeSpan.FromSeconds(pace * seconds));
        cancellationToken.ThrowIfCancellationRequested();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var request in requests) hash.AppendData(MemoryMarshal.AsBytes(request.Samples.AsSpan()));
        var sum = Convert.ToHexStringLower(hash.GetHashAndReset());
        Recognised.Enqueue(sum);
        return [.. requests.Select((request, i) => Window(request, sum, i))];
    }

    public void Dispose()
    {
    }

    private static RecognisedWindow Window(RecognitionRequest request, string sum, int index)
    {
        var third = (double)request.Samples.Length / AudioSpecification.SampleRate / 3;
        AlignedWord[] words =
        [
            .. Enumerable.Range(0, 3).Select(word => new AlignedWord(
                $" {sum[(4 * word)..(4 * word + 4)]}{index}", word * third, (word + 0.9) * third, 0.1 + 0.2 * word, [word])
            {
                Alternatives = word == 1 ? [sum[..3]] : [],
            }),
        ];
        return new RecognisedWindow(words, string.Concat(words.Select(word => word.Text)), [1, 2, 3], -0.1, request.Language);
    }
}
