using Hansard.Engine.Audio;
using Hansard.Engine.Audio.Ffmpeg;

namespace Hansard.Cli;

/// <summary>The one program that Hansard needs and does not bring along.</summary>
internal static class Ffmpeg
{
    /// <summary>Finds out before models are loaded and jobs accepted whether any recording can be decoded here.</summary>
    /// <exception cref="DecoderUnavailableException">ffmpeg is not installed; the message says how it is.</exception>
    public static void MustBeInstalled() => _ = FfmpegCommand.Locate(new FfmpegOptions().Executable);
}
