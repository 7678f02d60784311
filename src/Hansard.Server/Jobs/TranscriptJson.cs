using System.Text.Json;
using Hansard.Engine.Transcripts;
using Hansard.Server.Contract;

namespace Hansard.Server.Jobs;

/// <summary>Tokens in the form in which they are stored and returned.</summary>
internal static class TranscriptJson
{
    /// <returns>A JSON array in UTF-8.</returns>
    public static byte[] Tokens(IReadOnlyList<TranscriptToken> tokens)
        => JsonSerializer.SerializeToUtf8Bytes(tokens.Where(token => token.Text.Length > 0), JsonSettings.Stored);
}
