namespace Hansard.Engine.Recognition.Whisper.Decoding;

/// <summary>The tokens that a window's text is predicted after (openai/whisper, decoding.py: _get_initial_tokens).</summary>
internal static class Prompt
{
    /// <summary>[&lt;|startofprev|&gt; previous…] start, language, task, [no timestamps].</summary>
    /// <param name="configuration">The model's special ids.</param>
    /// <param name="language">A language of the model; ignored by an English-only one.</param>
    /// <param name="task">Ignored by an English-only model.</param>
    /// <param name="timestamps">Whether timestamp tokens are to be predicted.</param>
    /// <param name="previous">Tokens of what was said before; the last ones that fit are kept.</param>
    public static IReadOnlyList<int> Build(
        WhisperConfiguration configuration, string language, SpeechTask task, bool timestamps, IReadOnlyList<int>? previous = null)
    {
        List<int> prompt = [];
        if (previous is { Count: > 0 })
        {
            prompt.Add(configuration.StartOfPrevious);
            prompt.AddRange(previous.Skip(Math.Max(0, previous.Count - configuration.MaximumPromptTokens)));
        }
        prompt.Add(configuration.StartOfTranscript);
        if (configuration.IsMultilingual)
        {
            prompt.Add(configuration.Languages[language]);
            prompt.Add((task is SpeechTask.Translate ? configuration.Translate : configuration.Transcribe)!.Value);
        }
        if (!timestamps) prompt.Add(configuration.NoTimestamps);
        return prompt;
    }
}
