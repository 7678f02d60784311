using System.Globalization;

namespace Hansard.Bench.Scoring;

/// <summary>Somebody speaking, in seconds.</summary>
internal sealed record ScoredTurn(double Start, double End, string Speaker)
{
    /// <summary>The SPEAKER lines of an RTTM file (NIST, Rich Transcription 2009).</summary>
    public static List<ScoredTurn> ReadRttm(string path) => [.. File.ReadLines(path)
        .Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        .Where(fields => fields.Length > 7 && fields[0] == "SPEAKER")
        .Select(fields => (Start: Number(fields[3]), Length: Number(fields[4]), Name: fields[7]))
        .Select(turn => new ScoredTurn(turn.Start, turn.Start + turn.Length, turn.Name))];

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
