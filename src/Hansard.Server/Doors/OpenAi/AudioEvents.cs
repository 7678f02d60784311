using System.Text;
using System.Text.Json;
using Hansard.Engine.Transcripts;
using Hansard.Server.Contract;

namespace Hansard.Server.Doors.OpenAi;

/// <summary>The text of a transcription as server-sent events, while it is recognised.</summary>
internal sealed class AudioEvents(AudioRequest request)
{
    private readonly StringBuilder _heard = new();
    private int _sent;

    /// <summary>The events of words that have been recognised.</summary>
    /// <param name="words">The words. Those of a work that has been begun again are told from where it gets further than before.</param>
    /// <returns>Empty where there is nothing to tell yet.</returns>
    public string Of(NewWords words)
    {
        if (words.IsRestart) _heard.Clear();
        foreach (var token in words.Tokens) _heard.Append(token.Text);

        // A translation is not there before the end.
        return request.Task == AudioTask.Translate ? "" : Delta(_heard.ToString(), words.Tokens);
    }

    /// <summary>The events of the end: what has not been told yet, the speakers' segments, and the whole text.</summary>
    public string Of(AudioAnswer answer)
    {
        var events = new StringBuilder(Delta(answer.Text, tokens: []));
        if (request.Format == AudioFormat.DiarizedJson)
            foreach (var segment in answer.SpeakerSegments()) events.Append(Event(segment));
        events.Append(Event(new AudioDoneEvent(answer.Text, answer.Usage) { Logprobs = answer.Logprobs, Languages = answer.Languages }));
        return events.ToString();
    }

    /// <summary>The event of an error.</summary>
    public static string Of(ApiException error) => $"data: {OpenAiErrors.Json(error)}\n\n";

    private string Delta(string text, IReadOnlyList<TranscriptToken> tokens)
    {
        // Words that were told stay told: what differs from them later stands in the whole text at the end.
        text = text.TrimStart();
        if (text.Length <= _sent) return "";
        var delta = text[_sent..];
        _sent = text.Length;
        var logprobs = request.HasLogprobs && tokens.Count > 0 ? AudioAnswer.LogprobsOf(tokens) : null;
        return Event(new AudioDeltaEvent(delta) { Logprobs = logprobs });
    }

    private static string Event<T>(T body) => $"data: {JsonSerializer.Serialize(body, JsonSettings.Stored)}\n\n";
}
