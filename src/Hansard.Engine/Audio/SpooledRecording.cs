using System.Buffers;
using Hansard.Engine.Audio.Containers;
using Hansard.Engine.Temporary;

namespace Hansard.Engine.Audio;

/// <summary>Copies a recording that cannot be sought into a temporary file.</summary>
internal static class SpooledRecording
{
    // More than any signature needs, behind which there is one tag at most. What is no recording may have no end.
    private const int EnoughToRecognise = 1 << 20;

    /// <summary>Copies a recording to its end.</summary>
    /// <param name="audio">Read from where it is.</param>
    /// <param name="cancellationToken">Stops soon after.</param>
    /// <exception cref="InvalidAudioException">It goes on, and its beginning is that of no recording.</exception>
    /// <exception cref="IOException">There is no room, or no folder, for temporary files.</exception>
    public static async Task<TemporaryFile> CreateAsync(Stream audio, CancellationToken cancellationToken)
    {
        var recording = TemporaryFile.Create("recording");
        try
        {
            if (await CopyBeginningAsync(audio, recording.Content, cancellationToken).ConfigureAwait(false))
            {
                recording.Content.Position = 0;
                if (await ContainerSniffer.RecogniseAsync(recording.Content, cancellationToken).ConfigureAwait(false) is null)
                    throw ContainerSniffer.Unknown();
                recording.Content.Position = recording.Content.Length;
                await audio.CopyToAsync(recording.Content, cancellationToken).ConfigureAwait(false);
            }
            await recording.Content.FlushAsync(cancellationToken).ConfigureAwait(false);
            return recording;
        }
        catch
        {
            recording.Dispose();
            throw;
        }
    }

    // Returns false if that was all.
    private static async Task<bool> CopyBeginningAsync(Stream audio, FileStream file, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            while (file.Position < EnoughToRecognise)
            {
                var count = await audio.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
                if (count == 0) return false;
                await file.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
            }
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
