namespace Hansard.Engine.Transcripts.Renderings.Cleaning;

/// <summary>Leaves fillers, false starts and words said twice out of tokens.</summary>
internal static class TokenCleaning
{
    /// <summary>Leaves them out.</summary>
    public static void Apply(EditableTokens tokens)
    {
        foreach (var run in tokens.Runs(bySpeaker: true))
        {
            if (run.Language is null) continue;
            var draft = new CleanedText(SpokenText.Of(tokens.TextOf(run)), run.Language);
            Fillers.Remove(draft);
            FalseStarts.Remove(draft);
            Repetitions.Remove(draft);
            tokens.Apply(run, draft.Edits());
        }
    }
}
