using System.Text.Encodings.Web;
using System.Text.Json;

namespace Hansard.Engine.Transcripts;

/// <summary>
/// Writes a transcript as a JSON object: <c>text</c>, <c>duration_ms</c>, <c>language</c>, <c>speakers</c> where they were told,
/// <c>tracks</c> where there are several, <c>warnings</c> where there are any, and <c>tokens</c>; speakers and tokens are those of the HTTP
/// API.
/// </summary>
internal static class JsonDocumentText
{
    // Letters of every language as they are: the output is UTF-8 and goes into no HTML page.
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="transcript">Transcript to write, all of it.</param>
    /// <param name="options">One line or one line for each field and token.</param>
    /// <param name="output">Receives the text.</param>
    public static void Write(Transcript transcript, TranscriptWriterOptions options, TextWriter output)
    {
        var (line, indent) = options.SingleLineJson ? ("", "") : ("\n", "  ");
        var space = options.SingleLineJson ? "" : " ";
        output.Write('{');
        if (options.FileName is { } name) Field("file", JsonSerializer.Serialize(name, Json));
        Field("text", JsonSerializer.Serialize(transcript.Text, Json));
        Field("duration_ms", ((long)Math.Round(transcript.Duration.TotalMilliseconds)).ToString());
        Field("language", JsonSerializer.Serialize(transcript.Language, Json));
        if (transcript.Tracks.Count > 0)
        {
            var tracks = TrackTranscripts.Divide(transcript).Select(part => $"{line}{indent}{indent}{Track(part)}");
            Field("tracks", $"[{string.Join(',', tracks)}{line}{indent}]");
        }
        if (transcript.Speakers.Count > 0) Field("speakers", $"[{string.Join($",{space}", transcript.Speakers.Select(Speaker))}]");
        if (transcript.Warnings.Count > 0)
        {
            var warnings = transcript.Warnings.Select(warning => $"{line}{indent}{indent}{JsonSerializer.Serialize(warning, Json)}");
            Field("warnings", $"[{string.Join(',', warnings)}{line}{indent}]");
        }
        output.Write($"{line}{indent}\"tokens\":{space}[");
        for (var i = 0; i < transcript.Tokens.Count; i++)
        {
            output.Write($"{(i > 0 ? "," : "")}{line}{indent}{indent}");
            output.Write(JsonSerializer.Serialize(transcript.Tokens[i], Json));
        }

        output.Write($"{(transcript.Tokens.Count > 0 ? line + indent : "")}]{line}}}\n");

        void Field(string field, string value) => output.Write($"{line}{indent}\"{field}\":{space}{value},");
    }

    private static string Track(TrackTokens part)
    {
        Dictionary<string, object> fields = new() { ["track"] = part.Track!.Number };
        if (part.Track.Language is { } language) fields["language"] = language;
        if (part.Track.Title is { } title) fields["title"] = title;
        fields["text"] = Transcript.TextOf(part.Tokens).TrimStart(' ');
        return JsonSerializer.Serialize(fields, Json);
    }

    // Neither name nor certainty where nobody is known, and never the voice.
    private static string Speaker(TranscriptSpeaker speaker)
    {
        Dictionary<string, object> fields = new() { ["speaker"] = speaker.Speaker };
        if (speaker.Track is { } track) fields["track"] = track;
        if (speaker.Name is not null) fields["name"] = speaker.Name;
        if (speaker.Certainty is { } certainty) fields["certainty"] = Math.Round(certainty, 3);
        return JsonSerializer.Serialize(fields, Json);
    }
}
