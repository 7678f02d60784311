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
    private const string SubtitleLabel = ": Subtitle: ";
    private const string EstimateLabel = "[warning] Estimating duration from bitrate";

    /// <summary>Seconds of the latest start, a year: what is more is garbage, and more than a time span holds.</summary>
    private const double LatestStart = 3e7;

    private const string InfoLabel = "[info] ";
    private const string SignalLabel = InfoLabel + "Exiting normally, received signal ";

    /// <summary>Tracks kept: a film has a dozen at most, and a hostile file as many as it likes.</summary>
    private const int KeptTracks = 64;

    private readonly List<string> _errors = [];
    private readonly Lock _lock = new();
    private TimeSpan? _duration;
    private TimeSpan? _start;
    private bool _isMapped;
    private bool _isInTrack;
    private readonly List<SoundTrack> _tracks = [];
    private readonly List<SubtitleTrack> _subtitles = [];
    private int? _lowRate;
    private int? _signal;
    private bool _isEstimate;
    private bool _hasVideo;

    private readonly TaskCompletionSource<TimeSpan?> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
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

    /// <summary>The sound tracks that are listed so far, in the order of the file; those that cannot be decoded too.</summary>
    public IReadOnlyList<SoundTrack> Tracks
    {
        get
        {
            lock (_lock) return [.. _tracks];
        }
    }

    /// <summary>The subtitle tracks that are listed so far, in the order of the file.</summary>
    public IReadOnlyList<SubtitleTrack> Subtitles
    {
        get
        {
            lock (_lock) return [.. _subtitles];
        }
    }

    /// <summary>Time at which the recording's clock begins, as far as ffmpeg knows.</summary>
    public TimeSpan Start
    {
        get
        {
            lock (_lock) return _start ?? TimeSpan.Zero;
        }
    }

    /// <summary>
    /// Time of the first sample on the recording's clock, once it is written; null at the end of the log without it.
    /// </summary>
    public Task<TimeSpan?> Started => _started.Task;

    /// <summary>Indicates whether the container ended before it should.</summary>
    public bool EndsEarly => Reports("partial file", "File ended prematurely");

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

    /// <summary>
    /// The signal on which ffmpeg has ended as if its input had; null if there was none. What it wrote is then a part of the recording.
    /// </summary>
    public int? Signal
    {
        get
        {
            lock (_lock) return _signal;
        }
    }

    /// <summary>Ends when the tracks of the input have been listed, or the log has.</summary>
    public Task InputListed => _inputListed.Task;

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
        _started.TrySetResult(null);
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

        if (line.StartsWith(SignalLabel, StringComparison.Ordinal)
            && int.TryParse(line[SignalLabel.Length..].TrimEnd('.'), NumberStyles.None, CultureInfo.InvariantCulture, out var signal))
        {
            lock (_lock) _signal = signal;
        }

        if (line.StartsWith(EstimateLabel, StringComparison.Ordinal))
        {
            lock (_lock) _isEstimate = true;
        }

        if (!line.StartsWith(InfoLabel, StringComparison.Ordinal)) return;
        if (line.StartsWith(InfoLabel + "Stream mapping:", StringComparison.Ordinal)) _isMapped = true;
        if (_isMapped || line.StartsWith(InfoLabel + "Output #", StringComparison.Ordinal)) _inputListed.TrySetResult();
        if (!_inputListed.Task.IsCompleted) AddInput(line);
        else if (_isMapped) AddFirst(line[InfoLabel.Length..]);

        const string Prefix = InfoLabel + DurationLabel;
        if (!line.StartsWith(Prefix, StringComparison.Ordinal)) return;
        var value = line[Prefix.Length..];
        var end = value.IndexOf(',');
        if (end > 0)
        {
            AddStart(value[end..]);
            value = value[..end];
        }
        if (TryParseClock(value, out var duration))
        {
            lock (_lock) _duration ??= duration;
        }
    }

    /// <summary>A track, or what follows about it.</summary>
    private void AddInput(ReadOnlySpan<char> line)
    {
        if (line.StartsWith(InfoLabel + StreamLabel, StringComparison.Ordinal))
        {
            _isInTrack = false;
            if (line.Contains(VideoLabel, StringComparison.Ordinal))
            {
                lock (_lock) _hasVideo = true;
            }
            if (line.IndexOf(SoundLabel, StringComparison.Ordinal) is >= 0 and var sound) AddTrack(line, sound);
            else if (line.IndexOf(SubtitleLabel, StringComparison.Ordinal) is >= 0 and var subtitle) AddSubtitles(line, subtitle);
        }
        else if (_isInTrack && TryParseTitle(line, out var title))
        {
            lock (_lock) _tracks[^1] = _tracks[^1] with { Title = title };
        }
    }

    /// <summary>"  Stream #0:0[0x1](eng): Audio: aac (LC) (mp4a / 0x6134706D), 44100 Hz, stereo, fltp, 128 kb/s (default)".</summary>
    private void AddTrack(ReadOnlySpan<char> line, int sound)
    {
        var rest = line[(sound + SoundLabel.Length)..];
        var rate = rest.IndexOf(" Hz, ", StringComparison.Ordinal);
        lock (_lock)
        {
            if (_tracks.Count == KeptTracks) return;
            _tracks.Add(new SoundTrack(
                _tracks.Count + 1, LanguageIn(line[(InfoLabel.Length + StreamLabel.Length)..sound]), null,
                line.Contains("(default)", StringComparison.Ordinal), rate >= 0));
        }
        _isInTrack = true;
        if (rate >= 0) AddRate(rest[..rate]);
    }

    /// <summary>"  Stream #0:2[0x3](eng): Subtitle: mov_text (tx3g / 0x67337874), 0 kb/s (default)".</summary>
    private void AddSubtitles(ReadOnlySpan<char> line, int subtitle)
    {
        var rest = line[(subtitle + SubtitleLabel.Length)..];
        var end = rest.IndexOfAny(" ,(");
        var codec = end < 0 ? rest : rest[..end];
        lock (_lock)
        {
            if (_subtitles.Count == KeptTracks) return;
            _subtitles.Add(new SubtitleTrack(
                _subtitles.Count + 1, LanguageIn(line[(InfoLabel.Length + StreamLabel.Length)..subtitle]),
                codec is "subrip" or "srt" or "ass" or "ssa" or "mov_text" or "webvtt" or "text" or "ttml",
                line.Contains("(forced)", StringComparison.Ordinal)));
        }
    }

    /// <summary>"1[0x2](eng)".</summary>
    private static string? LanguageIn(ReadOnlySpan<char> name)
    {
        var language = name.EndsWith(")", StringComparison.Ordinal) && name.IndexOf('(') is >= 0 and var open
            ? name[(open + 1)..^1]
            : [];
        return language is "" or "und" ? null : language.ToString();
    }

    /// <summary>"      title           : Commentary".</summary>
    private static bool TryParseTitle(ReadOnlySpan<char> line, out string title)
    {
        var text = line[InfoLabel.Length..].TrimStart(' ');
        var colon = text.IndexOf(": ", StringComparison.Ordinal);
        title = colon > 0 && text[..colon].TrimEnd(' ') is "title" ? text[(colon + 2)..].Trim().ToString() : "";
        return title.Length > 0;
    }

    /// <summary>", start: 1.800000, bitrate: 150 kb/s".</summary>
    private void AddStart(ReadOnlySpan<char> text)
    {
        const string Label = "start: ";
        if (text.IndexOf(Label, StringComparison.Ordinal) is not (>= 0 and var label)) return;
        text = text[(label + Label.Length)..];
        if (text.IndexOf(',') is >= 0 and var end) text = text[..end];
        if (TryParseSeconds(text) is not { } start) return;
        lock (_lock) _start ??= start;
    }

    /// <summary>"3.000000", written by the filter that follows the clock (<see cref="FfmpegCommand"/>).</summary>
    private void AddFirst(ReadOnlySpan<char> text)
    {
        if (TryParseSeconds(text) is { } first) _started.TrySetResult(first);
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

    private static TimeSpan? TryParseSeconds(ReadOnlySpan<char> text)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        return double.TryParse(text, Style, CultureInfo.InvariantCulture, out var seconds) && Math.Abs(seconds) < LatestStart
            ? TimeSpan.FromSeconds(seconds)
            : null;
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
