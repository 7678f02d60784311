using Hansard.Engine;
using Hansard.Engine.Transcripts;
using Hansard.Server.Contract;

namespace Hansard.Server.Doors.Live;

/// <summary>Makes messages of what the engine finds.</summary>
/// <param name="start">What the client asked for.</param>
internal sealed class LiveAnswer(LiveStart start)
{
    private readonly bool _tellsLanguages = start.Request.EnableLanguageIdentification || start.Request.Translation is not null;

    /// <summary>Final tokens so far.</summary>
    public long Tokens { get; private set; }

    /// <summary>The length of the sound that was listened to.</summary>
    public TimeSpan Processed { get; private set; }

    /// <summary>Up to here, all is final.</summary>
    public TimeSpan FinalTo { get; private set; }

    /// <summary>A message.</summary>
    public LiveResponse Of(LiveResult result)
    {
        Tokens += result.Final.Count;
        (Processed, FinalTo) = (result.ProcessedTo, result.FinalTo);
        List<LiveToken> tokens = [.. result.Final.Select(token => Token(token, isFinal: true))];
        if (start.TellsNonFinal) tokens.AddRange(result.NonFinal.Select(token => Token(token, isFinal: false)));
        if (result.Mark is LiveMark.Endpoint) tokens.Add(LiveToken.End);
        if (result.Mark is LiveMark.Finalized) tokens.Add(LiveToken.Finalized);
        return Progress() with { Tokens = tokens };
    }

    /// <summary>The last message of a session that has come to its end.</summary>
    public LiveResponse Finished() => Progress() with { Finished = true };

    private LiveResponse Progress() => new()
    {
        FinalAudioProcMs = (long)FinalTo.TotalMilliseconds,
        TotalAudioProcMs = (long)Processed.TotalMilliseconds,
    };

    private LiveToken Token(TranscriptToken token, bool isFinal)
        => LiveToken.Of(_tellsLanguages ? token : token with { Language = null }, isFinal);
}
