using System.Diagnostics;

namespace Hansard.Bench.Measures;

/// <summary>Recordings of sentences, spoken by the voices of Debian's <c>flite</c> and <c>espeak-ng</c>.</summary>
internal static class SpokenSentence
{
    /// <summary>Programs with their voices.</summary>
    public static IReadOnlyList<string> Voices { get; } = ["flite slt", "espeak-ng en-us", "flite rms", "espeak-ng en-gb", "flite awb"];

    /// <summary>The recording of a sentence, made if it is not there.</summary>
    /// <param name="text">The sentence.</param>
    /// <param name="turn">Number of the sentence, by which the voice is chosen.</param>
    public static Task<string> OfAsync(string text, int turn) => OfAsync(text, Voices[turn % Voices.Count]);

    /// <summary>The recording of a sentence by a voice, made if it is not there.</summary>
    /// <param name="text">The sentence.</param>
    /// <param name="by">A program and its voice.</param>
    public static async Task<string> OfAsync(string text, string by)
    {
        var voice = by.Split(' ');
        var name = string.Concat(text.Where(char.IsLetterOrDigit));
        var folder = Directory.CreateDirectory(Path.Combine(Corpus.Results, "spoken")).FullName;
        var path = Path.Combine(folder, $"{name}-{voice[0]}-{voice[1]}.wav");
        if (File.Exists(path)) return path;
        string[] arguments = voice[0] == "flite"
            ? ["-voice", voice[1], "-t", text, "-o", path]
            : ["-s", "140", "-v", voice[1], "-w", path, text];
        using var process = Process.Start(new ProcessStartInfo(voice[0], arguments))!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? path : throw new InvalidOperationException($"{voice[0]} failed: {process.ExitCode}.");
    }
}
