using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hansard.Bench.Service;

namespace Hansard.Bench.Web;

/// <summary>
/// A transcription of three hours with 30,000 words and five speakers: what was recognised in a recording of some minutes, over and over.
/// </summary>
internal static class LongTranscript
{
    /// <summary>Words that it has, about.</summary>
    public const int Words = 30_000;

    private const int Milliseconds = 3 * 3_600_000;
    private const int Speakers = 5;

    // The speaker changes at the end of the sentence that has this word.
    private const int TurnWords = 60;

    /// <summary>Uploads the recording, has it transcribed, and saves the words as a revision.</summary>
    /// <returns>The id of the transcription.</returns>
    public static async Task<string> StoreAsync(ServerUnderTest server)
    {
        var path = Path.Combine(Corpus.Results, "three_hours.flac");
        if (!File.Exists(path)) await MakeAsync(path);
        await using var recording = File.OpenRead(path);
        var id = await server.CreateAsync(await server.UploadAsync(new StreamContent(recording), "Three hours.flac"));
        _ = await server.TranscriptAsync(id);
        var recognised = (await server.GetAsync($"/v1/transcriptions/{id}/transcript")).GetProperty("tokens");
        using var answer = await server.Client.PostAsJsonAsync(
            $"/v1/transcriptions/{id}/revisions", new { @base = 0, tokens = Repeat(recognised) });
        return answer.IsSuccessStatusCode
            ? id
            : throw new InvalidOperationException($"The server answered {await answer.Content.ReadAsStringAsync()}");
    }

    // As many times as it takes, each in its part of the three hours.
    private static JsonArray Repeat(JsonElement recognised)
    {
        var tokens = recognised.EnumerateArray().ToArray();
        var copies = (int)Math.Ceiling((double)Words / tokens.Count(IsWord));
        var part = (double)Milliseconds / copies;
        var scale = part / (tokens[^1].GetProperty("end_ms").GetInt32() + 1000);
        var (all, words, speaker) = (new JsonArray(), 0, 0);
        for (var copy = 0; copy < copies; copy++)
        {
            foreach (var (position, token) in tokens.Index())
            {
                var text = token.GetProperty("text").GetString()!;
                if (IsWord(token)) words++;
                var sent = JsonObject.Create(token)!;
                // The first word of a recording has no space before it.
                sent["text"] = copy > 0 && position == 0 ? $" {text}" : text;
                sent["start_ms"] = (int)((copy * part) + (token.GetProperty("start_ms").GetInt32() * scale));
                sent["end_ms"] = (int)((copy * part) + (token.GetProperty("end_ms").GetInt32() * scale));
                sent["speaker"] = $"{(speaker % Speakers) + 1}";
                all.Add(sent);
                if (words < TurnWords || text[^1] is not ('.' or '?' or '!')) continue;
                (words, speaker) = (0, speaker + 1);
            }
        }
        return all;
    }

    private static bool IsWord(JsonElement token) => token.GetProperty("text").GetString() is [' ', ..];

    // Silence after the speech, so that it is transcribed in no time.
    private static async Task MakeAsync(string path)
    {
        string[] arguments =
        [
            "-nostdin", "-v", "error", "-y", "-i", Corpus.PathOf("open", "longform_en.wav"),
            "-af", $"apad=whole_dur={Milliseconds / 1000}", "-ar", "16000", "-ac", "1", path,
        ];
        using var ffmpeg = Process.Start("ffmpeg", arguments);
        await ffmpeg.WaitForExitAsync();
        if (ffmpeg.ExitCode != 0) throw new InvalidOperationException("ffmpeg could not make the recording of three hours.");
    }
}
