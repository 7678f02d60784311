using Hansard.Engine.Audio;
using Hansard.Engine.Audio.Decoding;
using Hansard.Engine.Recognition.Languages;

namespace Hansard.Server.FolderWatch;

/// <summary>Finds subtitles that a film has already: in the file itself, and beside it by the names that media servers know.</summary>
/// <param name="folder">The watched folder.</param>
internal sealed class ExistingSubtitles(string folder)
{
    private static readonly string[] Extensions = [".srt", ".vtt", ".ass", ".ssa", ".sub", ".idx", ".smi"];

    /// <summary>Finds subtitles in every language wanted.</summary>
    /// <param name="recording">The film.</param>
    /// <param name="wanted">Languages.</param>
    /// <param name="own">Names of files beside it that do not count, as they were written by this watch.</param>
    /// <param name="cancellationToken">Stops soon after.</param>
    /// <returns>Where they are, for people; null if one is missing.</returns>
    /// <remarks>Subtitles of a language that is not stated are taken for those of what is said.</remarks>
    public async Task<string?> FindAsync(
        OpenedRecording recording, WantedLanguages wanted, IReadOnlySet<string> own, CancellationToken cancellationToken)
    {
        var found = Beside(recording.Name, own).ToList();
        if (Covers(found, wanted)) return Describe(found);
        found.AddRange(await EmbeddedAsync(recording.Path, cancellationToken).ConfigureAwait(false));
        return Covers(found, wanted) ? Describe(found) : null;
    }

    /// <summary>Reads the language of a neighbour's name.</summary>
    /// <param name="stem">Name of the film without its extension.</param>
    /// <param name="name">Name of the file beside it.</param>
    /// <returns>Null where it is no subtitles of this film; without a language where none is stated.</returns>
    internal static FoundSubtitles? OfName(string stem, string name)
    {
        if (!Extensions.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase)) return null;
        var own = Path.GetFileNameWithoutExtension(name);
        if (own == stem) return new FoundSubtitles(null, name);
        // film.en.srt, film.en-US.sdh.srt; not film.part2.srt, which belongs to another, and not film.en.forced.srt, of single lines.
        if (!own.StartsWith(stem + ".", StringComparison.Ordinal)) return null;
        var tags = own[(stem.Length + 1)..].Split('.');
        return LanguageCodes.OfTag(tags[0]) is { } language && !tags.Contains("forced", StringComparer.OrdinalIgnoreCase)
            ? new FoundSubtitles(language, name)
            : null;
    }

    private IEnumerable<FoundSubtitles> Beside(string path, IReadOnlySet<string> own)
    {
        var file = Path.Combine(folder, path);
        var stem = Path.GetFileNameWithoutExtension(file);
        return new DirectoryInfo(Path.GetDirectoryName(file)!).EnumerateFiles()
            .Where(other => !own.Contains(other.Name) && other.Length > 0)
            .Select(other => OfName(stem, other.Name))
            .OfType<FoundSubtitles>();
    }

    private static async Task<IEnumerable<FoundSubtitles>> EmbeddedAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var tracks = await new RecordingDecoder(new FfmpegOptions()).SubtitlesAsync(path, cancellationToken).ConfigureAwait(false);
            return tracks.Where(track => track is { IsText: true, IsForced: false })
                .Select(track => new FoundSubtitles(
                    track.Language is { } language ? LanguageCodes.OfTag(language) : null, $"track {track.Number} of the file"));
        }
        catch (InvalidAudioException)
        {
            return []; // Transcribing it will say what is wrong.
        }
    }

    private static bool Covers(List<FoundSubtitles> found, WantedLanguages wanted)
    {
        bool Has(string? language) => found.Exists(each => each.Language == language);
        var isSpokenThere = wanted.Spoken is null ? found.Count > 0 : Has(wanted.Spoken) || Has(null);
        return isSpokenThere && wanted.Translations.All(Has);
    }

    private static string Describe(List<FoundSubtitles> found) => string.Join(", ", found.Select(each => each.Place).Distinct());
}

/// <summary>Subtitles of a film.</summary>
/// <param name="Language">Usual code of their language; null if it is not stated.</param>
/// <param name="Place">For people.</param>
internal sealed record FoundSubtitles(string? Language, string Place);
