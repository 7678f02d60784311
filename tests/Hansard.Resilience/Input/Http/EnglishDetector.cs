using Hansard.Server.Jobs;

namespace Hansard.Resilience.Input.Http;

/// <summary>Stands in for the engine: whatever is sent is English.</summary>
internal sealed class EnglishDetector : ILanguageDetector
{
    public Task<DetectedLanguage?> DetectLanguageAsync(string path, CancellationToken cancellationToken)
        => Task.FromResult<DetectedLanguage?>(new DetectedLanguage("en", 0.9));
}
