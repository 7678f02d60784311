namespace Hansard.Cli.Remote.Transcripts;

/// <summary>Writes bytes to standard output as they are.</summary>
internal static class StandardOutput
{
    /// <exception cref="IOException">Nobody reads it.</exception>
    public static async Task WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        await Console.Out.FlushAsync(cancellationToken).ConfigureAwait(false);
        var stream = Console.OpenStandardOutput();
        await using (stream.ConfigureAwait(false)) await stream.WriteAsync(content, cancellationToken).ConfigureAwait(false);
    }
}
