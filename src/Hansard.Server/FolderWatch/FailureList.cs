using System.Globalization;
using System.Text;

namespace Hansard.Server.FolderWatch;

/// <summary>Keeps <c>hansard-failures.txt</c>: a line for each recording that has no transcript, with the time and the reason.</summary>
/// <param name="output">The folder of the transcripts.</param>
internal sealed class FailureList(WatchOutput output)
{
    /// <summary>Name of the file, which is there only while something has failed.</summary>
    public const string Name = "hansard-failures.txt";

    private string? _written;

    /// <summary>Brings the file up to date.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void Write(IEnumerable<Failure> failures)
    {
        var text = new StringBuilder();
        foreach (var failure in failures.OrderBy(failure => failure.Recording, StringComparer.Ordinal))
        {
            var time = failure.Time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            text.Append(time).Append('\t').Append(Line(failure.Recording)).Append('\t').Append(Line(failure.Reason)).Append('\n');
        }
        var content = text.ToString();
        if (content == _written) return;
        if (content.Length == 0) output.Delete(Name);
        else output.Write(Name, Encoding.UTF8.GetBytes(content), overwrite: true);
        _written = content;
    }

    // A name may hold what would begin a line or a column.
    private static string Line(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '?' : c));
}

/// <summary>A recording without a transcript.</summary>
/// <param name="Recording">Its path below the folder.</param>
/// <param name="Time">Time of the last try.</param>
/// <param name="Reason">For people.</param>
internal sealed record Failure(string Recording, DateTimeOffset Time, string Reason);
