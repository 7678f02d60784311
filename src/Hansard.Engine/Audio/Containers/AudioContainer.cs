namespace Hansard.Engine.Audio.Containers;

/// <summary>A file format that recordings are accepted in.</summary>
/// <param name="Name">What users call it, as in "this MP3 file".</param>
/// <param name="Demuxer">ffmpeg's short name of the one demuxer that may open it.</param>
internal sealed record AudioContainer(string Name, string Demuxer)
{
    /// <summary>
    /// Indicates whether the packets have times on a clock that sound and film share, so that sound may begin late and have gaps.
    /// </summary>
    /// <remarks>
    /// The times of other formats are counted from their frames. Where files were joined (MP3 of different rates, chained Ogg) they jump,
    /// and following them would stretch the sound or drop some of it.
    /// </remarks>
    public bool HasClock => BeginsAtZero || BeginsAnywhere || Demuxer is "asf" or "flv" or "mxf";

    /// <summary>Indicates whether the clock begins at 0, so that a first packet's time tells how late it is.</summary>
    public bool BeginsAtZero => Demuxer is "matroska" or "mov" or "nut";

    /// <summary>Indicates whether the clock begins anywhere and may jump, as it does where broadcasts were joined.</summary>
    public bool BeginsAnywhere => Demuxer is "mpegts" or "mpeg";
}
