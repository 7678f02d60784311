namespace Hansard.Cli.Streams;

/// <summary>Writes bytes to standard output as they are.</summary>
internal static class StandardOutput
{
    /// <exception cref="IOException">Nobody reads it.</exception>
    public static async Task WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        await Console.Out.FlushAsync(cancellationToken).ConfigureAwait(false);
        var stream = StandardStream.OpenOutput();
        await using (stream.ConfigureAwait(false)) await stream.WriteAsync(content, cancellationToken).ConfigureAwait(false);
    }
}
