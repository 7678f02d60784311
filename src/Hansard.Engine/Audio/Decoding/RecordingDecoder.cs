using Hansard.Engine.Audio.Containers;
using Hansard.Engine.Audio.Ffmpeg;

namespace Hansard.Engine.Audio.Decoding;

/// <summary>
/// Decodes recordings with ffmpeg as a process of its own, which a hostile file cannot leave: it can open only the file that
/// it is given, and its time and memory are limited. WAV files that need no decoding are read without it (<see cref="PlainWave"/>).
/// </summary>
/// <remarks>Safe to use from many threads; every open recording is a process or an open file.</remarks>
internal sealed class RecordingDecoder(FfmpegOptions options)
{
    /// <summary>Opens a recording, recognised by its content whatever its name.</summary>
    /// <param name="path">A local file that can be sought.</param>
    /// <param name="cancellationToken">Stops opening; the reader takes its own.</param>
    /// <returns>The recording mixed to mono. What the decoder finds wrong is thrown when it is read.</returns>
    /// <exception cref="InvalidAudioException">The file is empty or in none of the accepted formats.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="DecoderUnavailableException">ffmpeg is not installed or does not start.</exception>
    public Task<RecordingReader> OpenAsync(string path, CancellationToken cancellationToken)
        => OpenAsync(path, SoundSelection.Default, cancellationToken);

    /// <summary>Opens a part of a recording.</summary>
    /// <param name="path">A local file that can be sought.</param>
    /// <param name="selection">Which part. One that is not there is found out when it is read.</param>
    /// <param name="cancellationToken">Stops opening; the reader takes its own.</param>
    /// <inheritdoc cref="OpenAsync(string, CancellationToken)"/>
    public async Task<RecordingReader> OpenAsync(string path, SoundSelection selection, CancellationToken cancellationToken)
    {
        path = Path.GetFullPath(path);
        var file = await RecogniseAsync(path, cancellationToken).ConfigureAwait(false);
        ISoundSource sound = file is { IsCutOff: false, Wave: { IsPlain: true } wave } && selection.Track is null or 1
            ? new PlainWave(path, wave)
            : new FfmpegSound(Start(path, file, selection.Track, cancellationToken), file, options.MaximumDuration);
        return new RecordingReader(sound, selection.Channel, options.MaximumDuration);
    }

    /// <summary>Lists the subtitle tracks of a film; nothing is decoded.</summary>
    /// <param name="path">A local file that can be sought.</param>
    /// <param name="cancellationToken">Stops soon after.</param>
    /// <exception cref="InvalidAudioException">The file is empty or in none of the accepted formats.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="DecoderUnavailableException">ffmpeg is not installed or does not start.</exception>
    public async Task<IReadOnlyList<SubtitleTrack>> SubtitlesAsync(string path, CancellationToken cancellationToken)
    {
        path = Path.GetFullPath(path);
        var file = await RecogniseAsync(path, cancellationToken).ConfigureAwait(false);
        var process = Start(path, file, null, cancellationToken);
        await using (process.ConfigureAwait(false))
        {
            await process.ListInputAsync(cancellationToken).ConfigureAwait(false);
            return process.Log.Subtitles;
        }
    }

    /// <summary>Reads the length that a recording states, or that follows from its size; nothing is decoded.</summary>
    /// <param name="path">A local file that can be sought.</param>
    /// <param name="cancellationToken">Stops soon after.</param>
    /// <returns>Null where it states none.</returns>
    /// <exception cref="InvalidAudioException">The file is empty or in none of the accepted formats.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="DecoderUnavailableException">ffmpeg is not installed or does not start.</exception>
    public async Task<TimeSpan?> LengthAsync(string path, CancellationToken cancellationToken)
    {
        path = Path.GetFullPath(path);
        var file = await RecogniseAsync(path, cancellationToken).ConfigureAwait(false);
        // A header that needs no process; of a file that is cut off, or goes on after what it states, by what is there.
        if (file.Wave is { BytesPerSecond: > 0 } wave) return TimeSpan.FromSeconds((double)wave.HeldBytes / wave.BytesPerSecond);
        var process = Start(path, file, null, cancellationToken);
        await using (process.ConfigureAwait(false))
        {
            await process.ListInputAsync(cancellationToken).ConfigureAwait(false);
            return process.Log.Duration;
        }
    }

    private FfmpegProcess Start(string path, RecordingFile file, int? track, CancellationToken cancellationToken)
    {
        var start = FfmpegCommand.Create(options, FfmpegCommand.Locate(options.Executable), path, file, track);
        cancellationToken.ThrowIfCancellationRequested();
        var process = FfmpegProcess.Start(start);
        process.StandardInput.Close();
        return new FfmpegProcess(process, file.Container, options.StallTimeout);
    }

    private static async Task<RecordingFile> RecogniseAsync(string path, CancellationToken cancellationToken)
    {
        var file = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, useAsync: true);
        await using (file.ConfigureAwait(false))
        {
            if (!file.CanSeek) throw new InvalidAudioException("The recording is a pipe or a device: save it to a file first.");
            if (file.Length == 0) throw new InvalidAudioException("The recording is empty: the file has no content.");
            var container = await ContainerSniffer.RecogniseAsync(file, cancellationToken).ConfigureAwait(false)
                ?? throw ContainerSniffer.Unknown();
            var wave = await WaveFile.ReadAsync(file, cancellationToken).ConfigureAwait(false);
            var head = new byte[RiffSize.HeaderBytes];
            file.Position = 0;
            var count = await file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            return new RecordingFile(container, wave, wave is { IsCutOff: true } || RiffSize.IsCutOff(head.AsSpan(0, count), file.Length));
        }
    }
}
