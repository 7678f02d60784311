namespace Hansard.Cli.Tests.Messages.Tables;

/// <summary>Messages about recordings, models, and voices once the engine is at work.</summary>
internal static class SpeechMessages
{
    /// <summary>The calls.</summary>
    public static IReadOnlyList<MessageRow> Rows { get; } =
    [
        // With the models.
        new("transcribe a.wav --model nope", 2, "There is no model 'nope'{*}"),
        new("transcribe a.wav --translate xx", 2, "--translate takes a language, such as de, german or deutsch, not 'xx'."),
        new("transcribe a.wav --hint en --hint nv --translate en --beam 1", 0,
            "warning: --hint nv is ignored: the model whisper-base does not know that language.",
            "a.wav: warning: --translate en has no effect: all is said in en."),
        new("transcribe -", 1, "standard input: The file is not a recording in a known format{*}") { Input = "broken.wav" },
        new("transcribe broken.wav", 1, "broken.wav: The file is not a recording in a known format{*}"),
        new("transcribe none.wav broken.wav -o out", 1, "none.wav: There is no such file.",
            "broken.wav: The file is not a recording in a known format{*}", ".0 written, 2 failed:", ".  none.wav: There is no such file.",
            ".  broken.wav: The file is not a recording in a known format{*}"),
        new(
            "transcribe a.wav --model silero-vad", 1,
            "The model 'silero-vad' is for another purpose: it is of the kind VoiceActivity, and Speech is wanted. See 'hansard "
            + "models list'."),
        new(
            "transcribe a.wav --model whisper-small", 1,
            "The model 'whisper-small' is not in '{*}' or '{folder}/home/.local/share/hansard/models'. Fetch it "
            + "with './hansard models pull whisper-small'."),
        new("transcribe a.wav --language nv", 2, "The model does not know the language 'nv'. It knows af, {*}, zh."),
        new(
            "transcribe a.wav --translate ja", 2,
            "There is no translator for that: those that are here translate into {*}. See 'hansard models list' for models to fetch."),
        new("transcribe silence.wav", 0, "silence.wav: no speech found"),
        new("transcribe a.wav", 1, "Standard output cannot be written to: No space left on device.") { Output = "/dev/full" },
        new("transcribe a.wav -o /dev/full", 1, "a.wav: '/dev/full' cannot be used: No space left on device."),
        new("transcribe a.wav --from 9:00", 1, "a.wav: The recording ends before 9:00, where the part to transcribe begins."),
    ];
}
