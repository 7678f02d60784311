using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Hansard.Server.Contract;

/// <summary>The body of errors of OpenAI's audio API.</summary>
[Description("The body of every error of these calls.")]
internal sealed record OpenAiErrorResponse([property: Description("The error.")] OpenAiErrorDetail Error);

/// <summary>An error of OpenAI's audio API.</summary>
/// <param name="Message">The fault and its remedy.</param>
/// <param name="Type">The class of error, for programs.</param>
/// <param name="Param">The field that is wrong; null: none, or several.</param>
/// <param name="Code">The kind of error, for programs.</param>
[Description("An error.")]
internal sealed record OpenAiErrorDetail(
    [property: Description("What is wrong and what to do.")] string Message,
    [property: Description("invalid_request_error, authentication_error, rate_limit_error or server_error.")] string Type,
    [property: Description("The field that is wrong; null: none, or several.")] string? Param,
    [property: Description("The error_type that other calls answer.")] string Code);

/// <summary>A model in the list of OpenAI's API.</summary>
/// <param name="Id">For <c>model</c> in a request.</param>
/// <param name="Created">Seconds since 1970 UTC at which this server began to serve it.</param>
[Description("A model, as OpenAI's API lists it.")]
internal sealed record ModelObjectResponse(
    [property: Description("For model in a request.")] string Id,
    [property: Description("When this server began to serve it, in seconds since 1970 UTC.")] long Created)
{
    [Description("Always model.")]
    public string Object { get; } = "model";

    [Description("Always hansard.")]
    public string OwnedBy { get; } = "hansard";
}

/// <summary>The answer in OpenAI's formats <c>json</c>, <c>verbose_json</c> and <c>diarized_json</c>.</summary>
[Description("What was said. In the formats text, srt and vtt it is text; with stream, server-sent events.")]
internal sealed record AudioTextResponse
{
    [Description("transcribe or translate; of verbose_json and diarized_json.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Task { get; init; }

    [Description("English name of the language; of verbose_json.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Language { get; init; }

    [Description("Seconds of the recording; of verbose_json and diarized_json.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Duration { get; init; }

    [Description("What was said, or its translation.")]
    public required string Text { get; init; }

    [Description("The languages that were heard, the most heard first; of json.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<AudioLanguageResponse>? Languages { get; init; }

    [Description("The words with their times; of verbose_json, where asked for.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<AudioWordResponse>? Words { get; init; }

    [Description("Sentences: objects that begin as OpenAI's; of verbose_json and diarized_json.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<object>? Segments { get; init; }

    [Description("The pieces of the text and how sure they are; of json, where asked for.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<AudioLogprobResponse>? Logprobs { get; init; }

    [Description("What is counted.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AudioDurationUsageResponse? Usage { get; init; }
}

/// <summary>A language that was heard.</summary>
[Description("A language that was heard.")]
internal sealed record AudioLanguageResponse([property: Description("ISO 639-1, or 639-3 where there is none.")] string Code);

/// <summary>A word with its times.</summary>
[Description("A word with its times.")]
internal sealed record AudioWordResponse(
    [property: Description("Without punctuation.")] string Word,
    [property: Description("In seconds.")] double Start,
    [property: Description("In seconds.")] double End);

/// <summary>A segment of <c>verbose_json</c>.</summary>
[Description("A sentence, with OpenAI's fields.")]
internal sealed record AudioSegmentResponse
{
    [Description("From 0 on.")]
    public required int Id { get; init; }

    [Description("Its start in hundredths of a second.")]
    public required int Seek { get; init; }

    [Description("In seconds.")]
    public required double Start { get; init; }

    [Description("In seconds.")]
    public required double End { get; init; }

    [Description("With its leading space.")]
    public required string Text { get; init; }

    [Description("Always empty: ids of text tokens mean something to one model alone.")]
    public IReadOnlyList<int> Tokens { get; } = [];

    [Description("As it was sent; it changes nothing.")]
    public required double Temperature { get; init; }

    [Description("Mean of the logarithms of the confidences.")]
    public required double AvgLogprob { get; init; }

    [Description("How much shorter zlib makes the text.")]
    public required double CompressionRatio { get; init; }

    [Description("Always 0: silence is left out before anything is recognised.")]
    public double NoSpeechProb { get; }
}

/// <summary>A segment of <c>diarized_json</c>, and the event that carries one.</summary>
[Description("A sentence of one speaker.")]
internal sealed record AudioSpeakerSegmentResponse
{
    [Description("Always transcript.text.segment.")]
    public string Type { get; } = "transcript.text.segment";

    [Description("seg_0 and so on.")]
    public required string Id { get; init; }

    [Description("In seconds.")]
    public required double Start { get; init; }

    [Description("In seconds.")]
    public required double End { get; init; }

    [Description("With its leading space.")]
    public required string Text { get; init; }

    [Description("The name of a known speaker, or A, B and so on.")]
    public required string Speaker { get; init; }
}

/// <summary>A piece of text and how sure it is.</summary>
[Description("A piece of text and how sure it is.")]
internal sealed record AudioLogprobResponse(
    [property: Description("The text.")] string Token,
    [property: Description("Logarithm of its confidence.")] double Logprob,
    [property: Description("The text in UTF-8.")] IReadOnlyList<int> Bytes);

/// <summary>Usage as a duration.</summary>
[Description("What is counted: seconds.")]
internal sealed record AudioDurationUsageResponse([property: Description("Begun seconds of the recording.")] long Seconds)
{
    [Description("Always duration.")]
    public string Type { get; } = "duration";
}

/// <summary>Usage in tokens, as the usage log counts them.</summary>
internal sealed record AudioTokenUsageResponse(long InputTokens, long OutputTokens, AudioInputTokensResponse InputTokenDetails)
{
    public string Type { get; } = "tokens";

    public long TotalTokens => InputTokens + OutputTokens;
}

/// <summary>Tokens of a recording and of what was sent with it.</summary>
internal sealed record AudioInputTokensResponse(long AudioTokens, long TextTokens);

/// <summary>The event that more has been recognised.</summary>
internal sealed record AudioDeltaEvent(string Delta)
{
    public string Type { get; } = "transcript.text.delta";

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<AudioLogprobResponse>? Logprobs { get; init; }
}

/// <summary>The event that all has been recognised.</summary>
internal sealed record AudioDoneEvent(string Text, AudioTokenUsageResponse Usage)
{
    public string Type { get; } = "transcript.text.done";

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<AudioLogprobResponse>? Logprobs { get; init; }

    public required IReadOnlyList<AudioLanguageResponse> Languages { get; init; }
}
