using Hansard.Engine.Audio;

namespace Hansard.Server.Jobs;

/// <summary>Finds out the languages of recordings.</summary>
internal interface ILanguageDetector
{
    /// <summary>Finds out the language of a recording's first speech.</summary>
    /// <param name="path">The recording.</param>
    /// <param name="cancellationToken">Stops soon after.</param>
    /// <returns>Null where no model of this server tells languages.</returns>
    /// <exception cref="InvalidAudioException">The file is not a recording that can be decoded.</exception>
    /// <exception cref="ModelUnavailableException">The model cannot be loaded, or is not there any more.</exception>
    Task<DetectedLanguage?> DetectLanguageAsync(string path, CancellationToken cancellationToken);
}

/// <summary>A language that was found out.</summary>
/// <param name="Code">ISO 639-1, or a longer code where there is none.</param>
/// <param name="Confidence">0 to 1.</param>
internal sealed record DetectedLanguage(string Code, double Confidence);
