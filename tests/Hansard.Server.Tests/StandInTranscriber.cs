using System.Collections.Concurrent;
using System.Text;
using Hansard.Engine;
using Hansard.Engine.Audio;
using Hansard.Engine.Transcripts;
using Hansard.Engine.Transcripts.Corrections;
using Hansard.Engine.Translation;
using Hansard.Engine.Voices;
using Hansard.Server.Jobs;

namespace Hansard.Server.Tests;

/// <summary>
/// Stands in for the engine where a test is about the queue: "recordings" are text files whose first word says what happens.
/// "wait" runs until <see cref="Release"/> or cancellation, "stuck" for ever, "fail" throws, "invalid" is refused, "slow N" takes N
/// milliseconds, "spoken N" too, telling its words meanwhile, and "stages N" too, reporting all the while that all is transcribed already,
/// as diarization and translation do. Everything else is its own transcript at once, said by one speaker. As a person's voice, "silent" has
/// too little speech and "crowd" several people; "wait", "stuck" and "invalid" are as above, and everything else is a voice of its own.
/// </summary>
internal sealed class StandInTranscriber : ITranscriber
{
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The texts of the recordings that were started, in order.</summary>
    public ConcurrentQueue<string> Started { get; } = new();

    /// <summary>As the default model's, but for the languages, of which there are a few.</summary>
    public IReadOnlyList<SpeechModelAbilities> Models { get; } =
        [new("whisper-base", ["de", "en", "haw", "pt"], [Standard("en", "pt"), Standard("pt", "en")])];

    public IReadOnlyList<string> LoadedModels { get; } = ["whisper-base"];

    public Task FindModelsAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Release() => _release.TrySetResult();

    public Task WarmUpAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<Transcript> TranscribeAsync(
        string path, TranscriptionRequest request, ProjectKnowledge knowledge, TimeSpan maximumDuration,
        IProgress<TranscriptionProgress> progress, CancellationToken cancellationToken)
    {
        var text = await File.ReadAllTextAsync(path, Encoding.UTF8, cancellationToken);
        Started.Enqueue(text);
        progress.Report(new TranscriptionProgress(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2), []));
        switch (text.Split(' '))
        {
            case ["wait", ..]:
                await _release.Task.WaitAsync(cancellationToken);
                break;
            case ["stuck", ..]:
                await Task.Delay(Timeout.Infinite, CancellationToken.None);
                break;
            case ["slow", var milliseconds, ..]:
                await Task.Delay(int.Parse(milliseconds), cancellationToken);
                break;
            case ["stages", var milliseconds, ..]:
                for (var spent = 0; spent < int.Parse(milliseconds); spent += 100)
                {
                    await Task.Delay(100, cancellationToken);
                    var all = TimeSpan.FromSeconds(2);
                    progress.Report(new TranscriptionProgress(all, all, all, []));
                }

                break;
            case ["spoken", var milliseconds, .. var said]:
                foreach (var word in said)
                {
                    var all = TimeSpan.FromSeconds(2);
                    progress.Report(new TranscriptionProgress(
                        TimeSpan.FromSeconds(1), all, all, [new TranscriptToken { Text = word, Confidence = 1 }]));
                    await Task.Delay(int.Parse(milliseconds) / said.Length, cancellationToken);
                }

                break;
            case ["fail", ..]:
                throw new InvalidOperationException("The engine failed, as the test wants.");
            case ["invalid", ..]:
                throw new InvalidAudioException("This is not a recording: send one.");
        }

        TranscriptToken[] tokens = [.. text.Split(' ').Select((word, i) => new TranscriptToken
        {
            Text = i == 0 ? word : $" {word}",
            StartMs = i * 100,
            EndMs = (i * 100) + 90,
            Confidence = 0.9,
            Speaker = request.EnableSpeakerDiarization ? "1" : null,
            Language = request.EnableLanguageIdentification ? "en" : null,
        })];
        var transcript = new Transcript(tokens, TimeSpan.FromSeconds(2), "en");
        return request.EnableSpeakerDiarization
            ? transcript with { Speakers = [new TranscriptSpeaker("1", null, null, request.IdentifySpeakers ? VoiceOf(text) : null)] }
            : transcript;
    }

    /// <summary>
    /// Aligns where a recording begins with "aligned": new words are a second later than estimated. One that begins with "broken" cannot be
    /// aligned, and one that begins with "endless" takes for ever.
    /// </summary>
    public async Task<IReadOnlyList<TranscriptToken>> AlignAsync(
        string path, TranscriptionRequest request, CorrectedTranscript corrected, TimeSpan maximumTime, CancellationToken cancellationToken)
    {
        var text = await File.ReadAllTextAsync(path, Encoding.UTF8, cancellationToken);
        if (text.StartsWith("broken", StringComparison.Ordinal)) throw new InvalidAudioException("This is not a recording: send one.");
        if (text.StartsWith("endless", StringComparison.Ordinal)) await Task.Delay(Timeout.Infinite, CancellationToken.None);
        if (!text.StartsWith("aligned", StringComparison.Ordinal)) return corrected.Tokens;
        var tokens = corrected.Tokens.ToArray();
        foreach (var change in corrected.Changes)
        {
            for (var i = change.Start; i < change.End; i++)
                tokens[i] = tokens[i] with { StartMs = tokens[i].StartMs + 1000, EndMs = tokens[i].EndMs + 1000 };
        }
        return tokens;
    }

    public async Task<VoiceProfile> EnrolAsync(string path, VoiceEnrolmentOptions options, CancellationToken cancellationToken)
    {
        var text = await File.ReadAllTextAsync(path, Encoding.UTF8, cancellationToken);
        Started.Enqueue(text);
        switch (text.Split(' ')[0])
        {
            case "wait":
                await _release.Task.WaitAsync(cancellationToken);
                break;
            case "stuck":
                await Task.Delay(Timeout.Infinite, CancellationToken.None);
                break;
            case "invalid":
                throw new InvalidAudioException("This is not a recording: send one.");
            case "silent":
                throw new VoiceEnrolmentException(VoiceEnrolmentFailure.TooLittleSpeech, "There is too little speech: send more.");
            case "crowd":
                throw new VoiceEnrolmentException(VoiceEnrolmentFailure.SeveralSpeakers, "There is more than one speaker: send one alone.");
        }

        return VoiceOf(text);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static VoiceProfile VoiceOf(string text)
    {
        var random = new Random(text.Length);
        float[] voice = [.. Enumerable.Range(0, 192).Select(_ => random.NextSingle() - 0.5f)];
        var length = MathF.Sqrt(voice.Sum(value => value * value));
        return new VoiceProfile("stand-in", voice.Select(value => value / length).ToArray(), TimeSpan.FromSeconds(text.Length));
    }

    private static AvailableTranslation Standard(string from, string to)
        => new(new LanguagePair(from, to), $"{from}-{to}", TranslationQuality.Standard);
}
