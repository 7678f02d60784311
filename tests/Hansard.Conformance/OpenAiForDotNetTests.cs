using System.ClientModel;
using Hansard.Engine.Tests;
using OpenAI;
using OpenAI.Audio;
using OpenAI.Models;

namespace Hansard.Conformance;

/// <summary>OpenAI's official library for .NET.</summary>
public sealed class OpenAiForDotNetTests(ServerProcess server)
{
    private static readonly string Speech = Fixtures.PathOf("audio", "clips", "en_LJ001-0008.wav");

    [Fact]
    public async Task A_recording_is_transcribed_with_words_and_segments()
    {
        var client = (await NewClientAsync()).GetAudioClient("whisper-1");
        var options = new AudioTranscriptionOptions
        {
            ResponseFormat = AudioTranscriptionFormat.Verbose,
            TimestampGranularities = AudioTimestampGranularities.Word | AudioTimestampGranularities.Segment,
            Language = "en",
        };
        AudioTranscription answer = await client.TranscribeAudioAsync(Speech, options);
        Assert.Contains("surpassed", answer.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("english", answer.Language);
        Assert.InRange(answer.Duration!.Value.TotalSeconds, 1.7, 1.9);
        Assert.Contains(answer.Words, word => word.Word.Equals("surpassed", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(answer.Text, string.Concat(answer.Segments.Select(segment => segment.Text)).Trim());
    }

    [Fact]
    public async Task A_recording_is_transcribed_to_text_and_subtitles()
    {
        var client = (await NewClientAsync()).GetAudioClient("whisper-1");
        foreach (var format in (AudioTranscriptionFormat[])
            [AudioTranscriptionFormat.Simple, AudioTranscriptionFormat.Text, AudioTranscriptionFormat.Srt, AudioTranscriptionFormat.Vtt])
        {
            AudioTranscription answer = await client.TranscribeAudioAsync(
                Speech, new AudioTranscriptionOptions { ResponseFormat = format });
            Assert.Contains("surpassed", answer.Text, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task Words_are_streamed()
    {
        var client = (await NewClientAsync()).GetAudioClient("gpt-4o-transcribe");
        await using var audio = File.OpenRead(Fixtures.PathOf("audio", "clips", "en_jfk.flac"));
        var (told, text) = ("", "");
        await foreach (var update in await client.TranscribeAudioStreamingAsync(audio, "en_jfk.flac", new()))
        {
            if (update is StreamingAudioTranscriptionTextDeltaUpdate delta) told += delta.Delta;
            if (update is StreamingAudioTranscriptionTextDoneUpdate done) text = done.Text;
        }

        Assert.Contains("ask not what your country", text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(text, told);
    }

    [Fact]
    public async Task A_recording_is_translated_into_english()
    {
        var client = (await NewClientAsync()).GetAudioClient("whisper-1");
        AudioTranslation answer = await client.TranslateAudioAsync(
            Fixtures.PathOf("audio", "clips", "pt_test_pt.wav"),
            new AudioTranslationOptions { ResponseFormat = AudioTranslationFormat.Verbose });
        Assert.Equal("english", answer.Language);
        Assert.NotEmpty(answer.Text);
        Assert.NotEmpty(answer.Segments);
    }

    [Fact]
    public async Task Models_are_listed_and_errors_have_their_message()
    {
        var client = await NewClientAsync();
        OpenAIModelCollection models = await client.GetOpenAIModelClient().GetModelsAsync();
        Assert.Contains(models, model => model.Id == "whisper-1" && model.OwnedBy == "hansard");
        var error = await Assert.ThrowsAsync<ClientResultException>(() => client.GetAudioClient("gpt-5").TranscribeAudioAsync(Speech));
        Assert.Equal(404, error.Status);
        Assert.Contains("whisper-base", error.Message, StringComparison.Ordinal);
    }

    private async Task<OpenAIClient> NewClientAsync()
    {
        var environment = await server.NewClientAsync();
        return new OpenAIClient(
            new ApiKeyCredential(environment["SONIOX_API_KEY"]), new OpenAIClientOptions { Endpoint = new Uri($"{server.Address}/v1") });
    }
}
