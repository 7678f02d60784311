using System.Globalization;
using Hansard.Engine.Recognition.Languages;

namespace Hansard.Engine.Pipeline;

/// <summary>Ways to name a sound track: see <see cref="TranscriptionOptions.Track"/>.</summary>
internal static class TrackName
{
    /// <summary>Determines whether a recording could have a track of this name: a number from 1 on, or a language.</summary>
    public static bool IsPossible(string track)
        => LanguageCodes.OfTag(track) is not null
            || (int.TryParse(track, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0);
}
