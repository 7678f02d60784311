using System.Text;
using Hansard.Cli.Files;
using Hansard.Cli.Streams;

namespace Hansard.Cli.Remote.Transcripts;

/// <summary>Writes transcripts to their places.</summary>
/// <param name="places">A file for each; null: standard output.</param>
/// <param name="form">Their form.</param>
/// <param name="overwrite">True if files that exist may lose what they hold.</param>
/// <param name="count">Number of transcripts.</param>
internal sealed class TranscriptSink(IReadOnlyList<string>? places, ExportForm form, bool overwrite, int count)
{
    /// <summary>True if somebody reads along, and gets the transcripts in their order.</summary>
    public bool IsStream => places is null;

    /// <summary>Names what makes it impossible to write one; null if nothing does.</summary>
    public string? Obstacle(int index) => places is null ? null : TranscriptFile.Obstacle(places[index], overwrite);

    /// <summary>Writes one.</summary>
    /// <param name="index">Of the transcript.</param>
    /// <param name="name">Heading, if there are several.</param>
    /// <param name="content">All of it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task WriteAsync(int index, string name, byte[] content, CancellationToken cancellationToken)
    {
        if (places is not null)
        {
            await TranscriptFile.WriteAsync(places[index], content, overwrite, cancellationToken).ConfigureAwait(false);
            return;
        }
        if (count > 1 && form.NeedsHeading)
            await StandardOutput.WriteAsync(Encoding.UTF8.GetBytes($"== {Printable.Of(name)}\n"), cancellationToken).ConfigureAwait(false);
        var isOpenLine = !form.IsBinary && content is [.., not (byte)'\n'];
        await StandardOutput.WriteAsync(isOpenLine ? [.. content, (byte)'\n'] : content, cancellationToken).ConfigureAwait(false);
    }
}
