using System.Globalization;
using Hansard.Engine.Audio;
using Hansard.Engine.Recognition.Languages;
using Hansard.Engine.Transcripts;

namespace Hansard.Engine.Pipeline;

/// <summary>Ways to name a sound track: see <see cref="TranscriptionOptions.Track"/>.</summary>
internal static class TrackName
{
    /// <summary>
    /// Every track, each with a transcript of its own. ISO 639-3 has it as the code of Allar, which no speech model knows: a track in Allar
    /// is named by its number.
    /// </summary>
    public const string All = "all";

    /// <summary>Determines whether every track is meant.</summary>
    public static bool IsAll(string? track) => string.Equals(track, All, StringComparison.OrdinalIgnoreCase);

    /// <summary>Determines whether a recording could have a track of this name: a number from 1 on, a language, or all.</summary>
    public static bool IsPossible(string track)
        => LanguageCodes.OfTag(track) is not null || IsAll(track)
            || (int.TryParse(track, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0);

    /// <summary>A track as transcripts and messages name it.</summary>
    public static TranscriptTrack Describe(SoundTrack track)
        => new(track.Number, track.Language is { } language ? LanguageCodes.OfTag(language) ?? language : null, track.Title);
}
