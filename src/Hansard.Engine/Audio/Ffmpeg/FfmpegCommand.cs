using System.Diagnostics;
using System.Globalization;

using Hansard.Engine.Audio.Containers;

namespace Hansard.Engine.Audio.Ffmpeg;

/// <summary>
/// The command line that decodes one file, and can open nothing but that file.
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item>The demuxer is forced (<c>-f</c>) and the only one on the list, so no playlist is ever parsed; all accepted ones carry
/// their samples themselves, and MP4's references to other files are off.</item>
/// <item>The only protocol is <c>file</c>. A pipe would be tighter still, but an MP4 whose index stands at its end must be sought.</item>
/// <item>The path is absolute and behind <c>file:</c>, so a leading "-" or a ":" in it means nothing.</item>
/// <item>Only audio decoders may be opened.</item>
/// <item>On Unix a shell sets resource limits before it turns into ffmpeg by <c>exec</c>: the process id is ffmpeg's own. A limit
/// that the system does not know is left out; <c>ulimit -f 0</c> forbids writing any file. Of processor time, ffmpeg is told first
/// (SIGXCPU), so that SIGKILL is somebody else's.</item>
/// </list>
/// </remarks>
internal static class FfmpegCommand
{
    private const string LimitAndRun =
        "ulimit -c 0 2>/dev/null; ulimit -f 0 2>/dev/null; ulimit -v \"$1\" 2>/dev/null; "
        + "ulimit -S -t \"$2\" 2>/dev/null; ulimit -H -t $(($2 + 5)) 2>/dev/null; shift 2; exec \"$@\"";

    /// <summary>The shortest gap that is kept: packets hold up to 0.12 s, and recorders are a packet late now and then.</summary>
    private static readonly TimeSpan Gap = TimeSpan.FromSeconds(0.2);

    /// <summary>The longest gap of a clock that may jump, as in ffmpeg itself (<c>-dts_delta_threshold</c>).</summary>
    private static readonly TimeSpan LongestBroadcastGap = TimeSpan.FromSeconds(10);

    /// <summary>Largest single allocation in bytes: the index of five hours of MP4 takes a tenth of it.</summary>
    private const int MaximumAllocation = 256 << 20;

    /// <summary>The longest stretch of a film in which its tracks are looked for, in microseconds.</summary>
    private const string Search = "60000000";

    /// <summary>The same in bytes: a minute of a broadcast at 13 Mbit/s.</summary>
    private const string SearchBytes = "100000000";

    /// <summary>Bytes in which a live container's sound is looked for.</summary>
    private const string LiveProbeBytes = "4096";

    /// <summary>
    /// Every audio decoder that occurs in the accepted containers; pictures and video are never decoded. Names this ffmpeg lacks are
    /// ignored.
    /// </summary>
    private const string AudioDecoders =
        "aac,aac_fixed,aac_latm,libfdk_aac,ac3,ac3_fixed,eac3,adpcm_g722,adpcm_g726,adpcm_g726le,g722,g726,g726le,adpcm_ima_qt,"
        + "adpcm_ima_oki,adpcm_ima_wav,adpcm_ima_ws,adpcm_ms,adpcm_swf,adpcm_yamaha,adpcm_sbpro_2,adpcm_sbpro_3,adpcm_sbpro_4,"
        + "adpcm_ct,alac,als,mp4als,amrnb,amrwb,libopencore_amrnb,libopencore_amrwb,ape,atrac3,atrac3al,atrac3p,atrac3plus,"
        + "atrac3plusal,cook,dca,dsd_lsbf,dsd_lsbf_planar,dsd_msbf,dsd_msbf_planar,dss_sp,evrc,flac,g723_1,g729,gsm,gsm_ms,"
        + "libgsm,libgsm_ms,ilbc,libilbc,mace3,mace6,mlp,truehd,mp1,mp1float,mp2,mp2float,mp3,mp3float,mp3adu,mp3adufloat,mp3on4,"
        + "mp3on4float,mpc7,mpc8,nellymoser,opus,libopus,pcm_alaw,pcm_alaw_at,pcm_mulaw,pcm_mulaw_at,pcm_bluray,pcm_dvd,"
        + "pcm_f16le,pcm_f24le,pcm_f32be,pcm_f32le,pcm_f64be,pcm_f64le,pcm_s16be,pcm_s16be_planar,pcm_s16le,pcm_s16le_planar,"
        + "pcm_s24be,pcm_s24le,pcm_s24le_planar,pcm_s32be,pcm_s32le,pcm_s32le_planar,pcm_s64be,pcm_s64le,pcm_s8,pcm_s8_planar,"
        + "pcm_u16be,pcm_u16le,pcm_u24be,pcm_u24le,pcm_u32be,pcm_u32le,pcm_u8,qcelp,qdm2,qdmc,s302m,shorten,speex,libspeex,tak,"
        + "real_144,real_288,sipr,truespeech,tta,vorbis,libvorbis,wavpack,wmalossless,wmapro,wmav1,wmav2,wmavoice";

    /// <summary>
    /// Describes the start of ffmpeg on a file: WAV with floating-point samples of all channels on standard output, its log with levels on
    /// standard error.
    /// </summary>
    /// <param name="options">The limits.</param>
    /// <param name="executable">The path of ffmpeg.</param>
    /// <param name="path">The recording, absolute.</param>
    /// <param name="file">What is known of the file.</param>
    /// <param name="track">The sound track, from 1 on; null: ffmpeg's choice.</param>
    public static ProcessStartInfo Create(FfmpegOptions options, string executable, string path, RecordingFile file, int? track)
    {
        var container = file.Container;
        var start = Begin(options, executable, "file", container.Demuxer);
        if (container.Demuxer == "mov") Add("-enable_drefs", "0", "-use_absolute_path", "0");
        // Times as they are in the file: ffmpeg would count them from the first track that is used, so that sound which begins after the
        // film would begin at once.
        if (container.HasClock) Add("-copyts");
        // Otherwise sound that begins more than some 5 s after the film is not found.
        if (container.BeginsAnywhere) Add("-analyzeduration", Search, "-probesize", SearchBytes);
        if (file.Wave is { HoldsMore: true }) Add("-ignore_length", "1");
        if (file.Wave?.BigEndianDecoder is { } decoder) Add("-c:a", decoder);
        Add("-f", container.Demuxer, "-i", "file:" + path);
        if (track is { } number) Add("-map", string.Create(CultureInfo.InvariantCulture, $"0:a:{number - 1}"));
        // Damaged frames are dropped, however many: what can be decoded is given.
        Add("-vn", "-sn", "-dn", "-map_metadata", "-1", "-max_error_rate", "1", "-filter_threads", "1", "-threads", "1");
        var rate = AudioSpecification.SampleRate.ToString(CultureInfo.InvariantCulture);
        if (container.HasClock)
        {
            var clock = Clock(container.BeginsAnywhere ? LongestBroadcastGap : options.MaximumDuration);
            Add("-af", $"asetpts={clock},aresample={rate}:async=1:min_hard_comp=0.1");
        }
        Add("-ar", rate, "-c:a", "pcm_f32le", "-f", "wav", "pipe:1");
        return start;

        void Add(params ReadOnlySpan<string> arguments) => FfmpegCommand.Add(start, arguments);
    }

    /// <summary>
    /// Describes the start of ffmpeg on what is written to its standard input: floating-point samples of the channels' mix on standard
    /// output, as soon as they are decoded.
    /// </summary>
    /// <param name="options">The limits.</param>
    /// <param name="executable">The path of ffmpeg.</param>
    /// <param name="demuxer">ffmpeg's short name of the one demuxer that may read it.</param>
    public static ProcessStartInfo CreateLive(FfmpegOptions options, string executable, string demuxer)
    {
        var start = Begin(options, executable, "pipe", demuxer);
        // Nothing is looked ahead for but the first packets, which say what the sound is.
        Add("-probesize", LiveProbeBytes, "-analyzeduration", "1");
        if (demuxer == "wav") Add("-ignore_length", "1");
        Add("-f", demuxer, "-i", "pipe:0", "-vn", "-sn", "-dn", "-map_metadata", "-1", "-max_error_rate", "1");
        Add("-filter_threads", "1", "-threads", "1", "-ac", "1");
        Add("-ar", AudioSpecification.SampleRate.ToString(CultureInfo.InvariantCulture));
        Add("-c:a", "pcm_f32le", "-f", "f32le", "-flush_packets", "1", "pipe:1");
        return start;

        void Add(params ReadOnlySpan<string> arguments) => FfmpegCommand.Add(start, arguments);
    }

    private static ProcessStartInfo Begin(FfmpegOptions options, string executable, string protocol, string demuxer)
    {
        var start = new ProcessStartInfo
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
            WorkingDirectory = Path.GetPathRoot(Path.GetFullPath(executable)),
        };
        // FFREPORT would have ffmpeg write a log file; colours would sit between the log's brackets.
        start.Environment.Remove("FFREPORT");
        start.Environment.Remove("AV_LOG_FORCE_COLOR");

        if (OperatingSystem.IsWindows())
        {
            start.FileName = executable;
        }
        else
        {
            start.FileName = "/bin/sh";
            Add(start, "-c", LimitAndRun, "ffmpeg");
            Add(start, (options.MaximumMemory / 1024).ToString(CultureInfo.InvariantCulture));
            Add(start, Math.Max(1, (long)options.MaximumProcessorTime.TotalSeconds).ToString(CultureInfo.InvariantCulture));
            Add(start, executable);
        }

        Add(start, "-nostdin", "-hide_banner", "-nostats", "-loglevel", "level+info");
        Add(start, "-max_alloc", MaximumAllocation.ToString(CultureInfo.InvariantCulture));
        Add(start, "-threads", "1", "-protocol_whitelist", protocol, "-format_whitelist", demuxer, "-codec_whitelist", AudioDecoders);
        return start;
    }

    private static void Add(ProcessStartInfo start, params ReadOnlySpan<string> arguments)
    {
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
    }

    /// <summary>
    /// Filter expression for the time of each frame on the recording's clock, counted in samples: where packets are missing, silence is put
    /// in, and where the clock jumps it is not believed. Writes the time of the first frame into the log.
    /// </summary>
    /// <remarks>
    /// Registers: 0 where the last frame ended, 1 what jumps have added up to, 2 the frame's time without them, 3 the gap before it. A
    /// container's times are rounded to a millisecond, so that gaps count from <see cref="Gap"/> on; nothing is ever dropped.
    /// </remarks>
    private static string Clock(TimeSpan longestGap)
    {
        var gap = string.Create(CultureInfo.InvariantCulture, $"{Gap.TotalSeconds}*SR");
        var longest = string.Create(CultureInfo.InvariantCulture, $"{longestGap.TotalSeconds}*SR");
        string[] steps =
        [
            "st(2,T*SR+ld(1))",
            "if(eq(N,0),print(ld(2)/SR)+st(0,ld(2)))",
            "st(3,if(isnan(T),0,ld(2)-ld(0)))",
            $"st(1,ld(1)-if(gt(ld(3),{longest})+lt(ld(3),-{gap}),ld(3),0))",
            $"st(2,if(gt(ld(3),{gap})*lte(ld(3),{longest}),ld(2),ld(0)))",
            "st(0,ld(2)+NB_SAMPLES)",
            "ld(2)",
        ];
        return $"'{string.Join(';', steps)}'";
    }

    /// <summary>The path of the program, found as a shell would find it.</summary>
    /// <exception cref="DecoderUnavailableException">It is not there.</exception>
    public static string Locate(string executable)
    {
        if (executable.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal))
            return File.Exists(executable) ? Path.GetFullPath(executable) : throw Missing(executable);
        var names = OperatingSystem.IsWindows() && !Path.HasExtension(executable) ? [executable + ".exe"] : new[] { executable };
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            foreach (var name in names)
                if (File.Exists(Path.Combine(folder, name))) return Path.GetFullPath(Path.Combine(folder, name));
        throw Missing(executable);
    }

    private static DecoderUnavailableException Missing(string executable) => new(
        $"ffmpeg is not installed: '{executable}' was not found. Install it with 'apt-get install ffmpeg' " +
        "(Debian, Ubuntu), 'brew install ffmpeg' (macOS) or 'winget install ffmpeg' (Windows).");
}
