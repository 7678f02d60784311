using Hansard.Engine.Recognition;
using Hansard.Engine.Recognition.Whisper;

namespace Hansard.Engine.Tests.Recognition.Whisper;

/// <summary>Windows that are recognised in random company, order and number of threads.</summary>
public sealed class RandomCompanyTests
{
    private const int Rate = 16_000;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public Task A_window_has_the_same_words_times_and_confidences_in_any_company() => CheckAsync(mixes: 6);

    [Fact(Explicit = true)]
    public Task A_window_has_the_same_words_times_and_confidences_in_any_of_200_companies() => CheckAsync(mixes: 200);

    private static async Task CheckAsync(int mixes)
    {
        var random = new Random(1);
        using var model = WhisperSpeechModel.Open(Path.Combine(Fixtures.Models, "whisper-base"), 4);
        var requests = Requests(random);
        string[] alone = [.. requests.Select(request => Text(model.Recognise([request], Cancellation)[0]))];
        Assert.True(alone.Distinct().Count() > alone.Length / 2);
        for (var mix = 0; mix < mixes; mix++)
        {
            using var threads = new RecognitionThreads(1 + random.Next(3));
            using var recogniser = new Recogniser(model, threads);
            int[] chosen = [.. Enumerable.Range(0, requests.Count).OrderBy(_ => random.Next()).Take(4 + random.Next(12))];
            var running = new Task<RecognisedWindow>[chosen.Length];
            for (var i = 0; i < chosen.Length; i++)
            {
                running[i] = recogniser.RecogniseAsync(requests[chosen[i]], Cancellation);
                // Some join those that are under way.
                if (random.Next(3) == 0) await Task.Delay(random.Next(60), Cancellation);
            }
            for (var i = 0; i < chosen.Length; i++)
                Assert.True(alone[chosen[i]] == Text(await running[i]), $"Mix {mix}, window {chosen[i]}: {alone[chosen[i]]}");
        }
    }

    /// <summary>Stretches of clips of four languages, of 1 to 8 s, with beams of several widths.</summary>
    private static List<RecognitionRequest> Requests(Random random)
    {
        List<RecognitionRequest> requests = [];
        foreach (var clip in (string[])["en_LJ001-0001", "en_LJ001-0008", "en_test", "de_cheetah_de", "fr_cheetah_fr", "pt_test_pt"])
        {
            var samples = WavFile.Read(Fixtures.PathOf("audio", "clips", $"{clip}.wav"));
            for (var i = 0; i < 3; i++)
            {
                var length = Math.Min(samples.Length, Rate + random.Next(7 * Rate));
                var from = random.Next(samples.Length - length + 1);
                requests.Add(new RecognitionRequest(
                    samples[from..(from + length)], [new SpeechInterval(0, (double)length / Rate)], clip[..2])
                {
                    BeamSize = ((int[])[1, 2, 5])[random.Next(3)],
                });
            }
        }
        return requests;
    }

    private static string Text(RecognisedWindow window)
        => $"{window.LogProbability:R} {string.Join(' ', window.Words.Select(w => $"{w.Text}/{w.Start:R}/{w.End:R}/{w.Confidence:R}"))}";
}
