namespace Hansard.Server.FolderWatch;

/// <summary>Extensions of audio and video that ffmpeg reads: what is taken for a recording in a folder.</summary>
internal static class RecordingExtensions
{
    // Not .ts, which is more often TypeScript: such a file can be named.
    private static readonly HashSet<string> All = new(
        ("3g2 3ga 3gp aac ac3 aif aifc aiff amr ape asf au avi caf dts eac3 f4v flac flv m2ts m4a m4b m4r m4v mka mkv mov mp2 mp3 mp4 "
            + "mpeg mpg mpga mts mxf oga ogg ogv opus ra rm rmvb spx tta vob w64 wav weba webm wma wmv wv").Split(' ')
            .Select(name => $".{name}"),
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Tells whether the name of a file is that of a recording.</summary>
    public static bool IsRecording(string name) => All.Contains(Path.GetExtension(name));
}
