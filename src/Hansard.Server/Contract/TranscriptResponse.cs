using System.ComponentModel;
using Hansard.Engine.Transcripts;

namespace Hansard.Server.Contract;

/// <summary>What was said. Only described here: the stored JSON is sent as it is.</summary>
internal sealed record TranscriptResponse(
    string Id,
    [property: Description("The spoken text: all tokens but translations joined.")] string Text,
    IReadOnlyList<TranscriptToken> Tokens);
