using Hansard.Engine.Audio;

namespace Hansard.Engine.Recognition.Whisper.Checkpoints.Known;

/// <summary>Speech of which every word and its time is known, which a model is tried with when it is converted.</summary>
/// <remarks>
/// Three sentences of Sense and Sensibility, chapter 1, read for LibriVox (public domain), 13 s of English in µ-law (ITU-T G.711) at
/// 16 kHz; words and times are those of test/data/librivox of cmusphinx/pocketsphinx. English is known to every Whisper, fine-tuned ones
/// among them, as far as is needed here: where in the sound it looks for a word that it is told.
/// </remarks>
internal static class KnownSpeech
{
    private const string Folder = "Hansard.Engine.Recognition.Whisper.Checkpoints.Known";

    private const string Sound = "speech.ulaw";

    /// <summary>Language of the speech.</summary>
    public const string Language = "en";

    /// <summary>Length of the speech.</summary>
    public static double Seconds
    {
        get
        {
            using var stream = Open(Sound);
            return (double)stream.Length / AudioSpecification.SampleRate;
        }
    }

    /// <summary>The words in order.</summary>
    public static IReadOnlyList<KnownWord> Words()
    {
        using var reader = new StreamReader(Open("words.txt"));
        List<KnownWord> words = [];
        while (reader.ReadLine() is { } line)
        {
            var parts = line.Split(' ');
            words.Add(new KnownWord(parts[2], double.Parse(parts[0]), double.Parse(parts[1])));
        }
        return words;
    }

    /// <summary>The speech: 16 kHz mono, −1 to 1.</summary>
    public static float[] Samples()
    {
        using var stream = Open(Sound);
        var samples = new float[stream.Length];
        for (var i = 0; i < samples.Length; i++) samples[i] = Sample((byte)stream.ReadByte());
        return samples;
    }

    // G.711: all bits are inverted; a sign, three bits of exponent, four of mantissa; 33 is the bias.
    private static float Sample(byte code)
    {
        var bits = ~code & 0xFF;
        var magnitude = ((((bits & 0xF) << 3) + 0x84) << ((bits >> 4) & 7)) - 0x84;
        return ((bits & 0x80) == 0 ? magnitude : -magnitude) / 32768f;
    }

    private static Stream Open(string name) => typeof(KnownSpeech).Assembly.GetManifestResourceStream($"{Folder}.{name}")!;
}
