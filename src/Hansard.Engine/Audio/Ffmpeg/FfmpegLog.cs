using System.Globalization;

using Hansard.Engine.Audio.Containers;

namespace Hansard.Engine.Audio.Ffmpeg;

/// <summary>
/// Keeps the essence of ffmpeg's log, the length it states and its first and last errors, in bounded memory however much it writes.
/// </summary>
internal sealed class FfmpegLog
{
    /// <summary>Characters kept of a line: what is longer is a hostile file's.</summary>
    private const int MaximumLine = 400;

    /// <summary>Errors kept: the first ones say what is wrong, and the last is replaced.</summary>
    private const int KeptErrors = 16;
    private const string DurationLabel = "  Duration: ";
    private const string StreamLabel = "  Stream #0:";
    private const string SoundLabel = ": Audio: ";
    private const string VideoLabel = ": Video: ";
    private const string EstimateLabel = "[warning] Estimating duration from bitrate";

    private readonly List<string> _errors = [];
    private readonly Lock _lock = new();
    private TimeSpan? _duration;
    private readonly List<int> _channels = [];
    private int? _lowRate;
    private bool _isEstimate;
    private bool _hasVideo;

    private readonly TaskCompletionSource _inputListed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The length that the container states or that ffmpeg estimates from its size.</summary>
    public TimeSpan? Duration
    {
        get
        {
            lock (_lock) return _duration;
        }
    }

    /// <summary>The length that the container itself states; null if there is none, or ffmpeg estimates it from the size.</summary>
    public TimeSpan? ReliableDuration
    {
        get
        {
            lock (_lock) return _isEstimate ? null : _duration;
        }
    }

    /// <summary>Indicates whether there is film, or a picture, beside the sound.</summary>
    public bool HasVideo
    {
        get
        {
            lock (_lock) return _hasVideo;
        }
    }

    /// <summary>The number of sound tracks that can be decoded.</summary>
    public int SoundTracks
    {
        get
        {
            lock (_lock) return _channels.Count;
        }
    }

    /// <summary>
    /// The lowest sample rate accepted, Hz. Less carries no speech (its pitch alone needs 1,000), and a header of a few hertz makes a small
    /// file days of sound: 1 to 7 Hz took a worker for over a minute.
    /// </summary>
    public const int LowestRate = 1000;

    /// <summary>Called once, when a sound track of less than <see cref="LowestRate"/> is listed; set before reading.</summary>
    public Action? LowRateListed { get; set; }

    /// <summary>The sample rate of a sound track that is too low; null if there is none.</summary>
    public int? LowRate
    {
        get
        {
            lock (_lock) return _lowRate;
        }
    }

    /// <summary>Ends when the tracks of the input have been listed, or the log has.</summary>
    public Task InputListed => _inputListed.Task;

    /// <summary>The channels of the sound track; null if there are several tracks, or their layout is not known.</summary>
    public int? Channels
    {
        get
        {
            lock (_lock) return _channels is [> 0 and var only] ? only : null;
        }
    }

    /// <summary>Indicates whether an error in the sound was reported.</summary>
    public bool HasErrors
    {
        get
        {
            lock (_lock) return _errors.Count > 0;
        }
    }

    /// <summary>Reads the log to its end.</summary>
    public async Task ReadAsync(TextReader log)
    {
        var buffer = new char[1024];
        var line = new char[MaximumLine];
        var length = 0;
        // Bounded by the processor time that ffmpeg has.
        for (int count; (count = await log.ReadAsync(buffer).ConfigureAwait(false)) > 0;)
        {
            for (var i = 0; i < count; i++)
            {
                if (buffer[i] is '\n' or '\r')
                {
                    Add(line.AsSpan(0, length));
                    length = 0;
                }
                else if (length < MaximumLine)
                {
                    line[length++] = buffer[i];
                }
            }
        }

        Add(line.AsSpan(0, length));
        _inputListed.TrySetResult();
    }

    /// <summary>One sentence for a user about why nothing could be decoded.</summary>
    /// <param name="container">Container of the file.</param>
    /// <remarks>The texts looked for are those of ffmpeg 4 to 8.</remarks>
    public string Explain(AudioContainer container)
    {
        var name = container.Name;
        if (Reports("does not contain any stream", "matches no streams"))
            return $"The recording contains no audio: this {name} file has no sound track.";
        if (Reports("moov atom not found"))
            return $"The recording is incomplete: the index of this {name} file is missing, so record or upload it again.";
        if (Reports("Invalid sample rate", "invalid sample rate", "Too many channels", "Invalid channel", "channels 0"))
            return $"The recording cannot be decoded: this {name} file states an impossible sample rate or number of channels.";
        if (Reports("Cannot allocate memory", "Failed to read extradata"))
            return $"The recording cannot be decoded: the header of this {name} file claims more data than there can be.";
        if (Reports("Unknown decoder", "Decoder (codec", "no decoder found", "Decoder not found", "Error while opening decoder"))
            return $"The recording cannot be decoded: this {name} file uses a codec that is not supported, "
                + "so convert it to another format.";
        return $"The recording cannot be decoded: this {name} file is damaged or holds no audio.";
    }

    /// <summary>Indicates whether ffmpeg ran into its limit of memory.</summary>
    public bool OutOfMemory => Reports("Cannot allocate memory");

    private bool Reports(params ReadOnlySpan<string> texts)
    {
        lock (_lock)
        {
            foreach (var error in _errors)
                foreach (var text in texts)
                    if (error.Contains(text, StringComparison.Ordinal)) return true;
            return false;
        }
    }

    private void Add(ReadOnlySpan<char> line)
    {
        // "[mov @ 0x55d1] [error] text": who speaks, and how bad it is. What a file says of itself is never at that place.
        while (line.StartsWith('[') && line.IndexOf(']') is var close && close > 0 && line[..close]
            .Contains(" @ ", StringComparison.Ordinal))
            line = line[(close + 1)..].TrimStart(' ');

        if (line.StartsWith("[error]", StringComparison.Ordinal) || line.StartsWith("[fatal]", StringComparison.Ordinal))
        {
            // Video is not opened on purpose; for sound another error follows.
            if (line.Contains("not on whitelist", StringComparison.Ordinal)) return;
            lock (_lock)
            {
                // The first errors name the cause, the last one the consequence.
                if (_errors.Count == KeptErrors) _errors.RemoveAt(KeptErrors - 1);
                _errors.Add(line.ToString());
            }

            return;
        }

        if (line.StartsWith(EstimateLabel, StringComparison.Ordinal))
        {
            lock (_lock) _isEstimate = true;
        }

        if (line.StartsWith("[info] " + StreamLabel, StringComparison.Ordinal)) AddStream(line);
        if (line.StartsWith("[info] Stream mapping:", StringComparison.Ordinal)
            || line.StartsWith("[info] Output #0", StringComparison.Ordinal))
            _inputListed.TrySetResult();

        const string Prefix = "[info] " + DurationLabel;
        if (!line.StartsWith(Prefix, StringComparison.Ordinal)) return;
        var value = line[Prefix.Length..];
        var end = value.IndexOf(',');
        if (end > 0) value = value[..end];
        if (TryParseClock(value, out var duration))
        {
            lock (_lock) _duration ??= duration;
        }
    }

    /// <summary>"  Stream #0:0(eng): Audio: aac (LC) (mp4a / 0x6134706D), 44100 Hz, stereo, fltp, 128 kb/s (default)".</summary>
    private void AddStream(ReadOnlySpan<char> line)
    {
        if (!_inputListed.Task.IsCompleted && line.Contains(VideoLabel, StringComparison.Ordinal))
        {
            lock (_lock) _hasVideo = true;
        }

        if (_inputListed.Task.IsCompleted || line.IndexOf(SoundLabel, StringComparison.Ordinal) is not (>= 0 and var sound)) return;
        var rest = line[(sound + SoundLabel.Length)..];
        if (rest.IndexOf(" Hz, ", StringComparison.Ordinal) is not (>= 0 and var at)) return;
        var rate = rest[..at];
        rest = rest[(at + " Hz, ".Length)..];
        var layout = rest.IndexOf(',') is >= 0 and var end ? rest[..end] : rest;
        lock (_lock) _channels.Add(ChannelsOf(layout));
        AddRate(rate);
    }

    /// <summary>"pcm_s16le ([1][0][0][0] / 0x0001), 7".</summary>
    private void AddRate(ReadOnlySpan<char> upToRate)
    {
        var digits = upToRate[(upToRate.LastIndexOf(' ') + 1)..];
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var rate) || rate is 0 or >= LowestRate) return;
        lock (_lock)
        {
            if (_lowRate is not null) return;
            _lowRate = rate;
        }
        LowRateListed?.Invoke();
    }

    /// <summary>The number of channels of a layout as ffmpeg names it; 0 if it is not known.</summary>
    private static int ChannelsOf(ReadOnlySpan<char> layout)
    {
        if (layout.EndsWith(" channels", StringComparison.Ordinal))
            return int.TryParse(layout[..^" channels".Length], NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;
        if (layout.IndexOf('(') is >= 0 and var variant) layout = layout[..variant];
        return layout switch
        {
            "mono" => 1,
            "stereo" or "downmix" => 2,
            "2.1" or "3.0" => 3,
            "quad" or "4.0" or "3.1" => 4,
            "5.0" or "4.1" => 5,
            "5.1" or "6.0" => 6,
            "7.0" or "6.1" => 7,
            "7.1" => 8,
            _ => 0,
        };
    }

    /// <summary>"hh:mm:ss.cc"; hours may have more digits than two.</summary>
    private static bool TryParseClock(ReadOnlySpan<char> text, out TimeSpan duration)
    {
        duration = default;
        Span<Range> parts = stackalloc Range[4];
        if (text.Split(parts, ':') != 3
            || !int.TryParse(text[parts[0]], NumberStyles.None, CultureInfo.InvariantCulture, out var hours) || hours > 10_000
            || !int.TryParse(text[parts[1]], NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
            || !double.TryParse(
                text[parts[2]], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)) return false;
        duration = TimeSpan.FromHours(hours) + TimeSpan.FromMinutes(minutes) + TimeSpan.FromMilliseconds(Math.Round(seconds * 1000));
        return duration > TimeSpan.Zero;
    }
}
