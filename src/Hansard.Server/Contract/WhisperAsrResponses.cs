using System.Text.Json.Serialization;

namespace Hansard.Server.Contract;

/// <summary>The answer of <c>/asr</c> with <c>output=json</c>, as the webservice's engine faster_whisper gives it.</summary>
/// <param name="Language">The language that was heard most; null: none.</param>
/// <param name="Segments">Sentences.</param>
/// <param name="Text">The whole text.</param>
internal sealed record AsrTextResponse(string? Language, IReadOnlyList<AsrSegmentResponse> Segments, string Text);

/// <summary>A sentence.</summary>
internal sealed record AsrSegmentResponse
{
    /// <summary>Number, from 1 on.</summary>
    public required int Id { get; init; }

    /// <summary>Start in hundredths of a second.</summary>
    public required int Seek { get; init; }

    /// <summary>Start in seconds.</summary>
    public required double Start { get; init; }

    /// <summary>End in seconds.</summary>
    public required double End { get; init; }

    /// <summary>The text, with a leading space.</summary>
    public required string Text { get; init; }

    /// <summary>Always empty: the numbers of tokens mean something to one model alone.</summary>
    public IReadOnlyList<int> Tokens { get; } = [];

    /// <summary>Mean logarithm of the tokens' probabilities.</summary>
    public required double AvgLogprob { get; init; }

    /// <summary>Length of the text by that of its zlib form.</summary>
    public required double CompressionRatio { get; init; }

    /// <summary>Always 0: silence is left out before anything is recognised.</summary>
    public double NoSpeechProb { get; }

    /// <summary>The words; null where they were not asked for.</summary>
    public required IReadOnlyList<AsrWordResponse>? Words { get; init; }

    /// <summary>Always 0.</summary>
    public double Temperature { get; }

    /// <summary>The speaker, SPEAKER_00 and so on; absent where speakers were not asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Speaker { get; init; }
}

/// <summary>A word.</summary>
/// <param name="Start">Start in seconds.</param>
/// <param name="End">End in seconds.</param>
/// <param name="Word">The word with its leading space and punctuation.</param>
/// <param name="Probability">0 to 1.</param>
internal sealed record AsrWordResponse(double Start, double End, string Word, double Probability);

/// <summary>The answer of <c>/detect-language</c>.</summary>
/// <param name="DetectedLanguage">English name in lower case.</param>
/// <param name="LanguageCode">ISO 639-1, or a longer code where there is none.</param>
/// <param name="Confidence">0 to 1.</param>
internal sealed record AsrLanguageResponse(string DetectedLanguage, string LanguageCode, double Confidence);

/// <summary>The answer of <c>/status</c>.</summary>
/// <param name="Version">Version of the server.</param>
internal sealed record AsrStatusResponse(string Version);

/// <summary>An error in the form of FastAPI.</summary>
/// <param name="Detail">A text, or a list of <see cref="AsrFault"/>.</param>
internal sealed record AsrErrorResponse(object Detail);

/// <summary>A field that is wrong.</summary>
/// <param name="Type">The kind of fault, for programs.</param>
/// <param name="Loc">Where: query or body, and the name.</param>
/// <param name="Msg">The fault.</param>
/// <param name="Input">What was sent; null where it is missing.</param>
internal sealed record AsrFault(string Type, IReadOnlyList<string> Loc, string Msg, string? Input);
