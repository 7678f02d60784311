namespace Hansard.Translation.Remote;

/// <summary>
/// A translation service elsewhere. What is said in recordings is sent to it, so it is used only where somebody configured it.
/// </summary>
public sealed record RemoteTranslatorOptions
{
    /// <summary>The kind of service.</summary>
    public required RemoteTranslatorKind Kind { get; init; }

    /// <summary>
    /// Its base address: <c>http://localhost:5000</c> for LibreTranslate, <c>http://localhost:8000/v1</c> for a chat endpoint.
    /// </summary>
    public required Uri BaseAddress { get; init; }

    /// <summary>Its key, or null if it wants none.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The model's name, for chat endpoints.</summary>
    public string? Model { get; init; }

    /// <summary>The languages that it translates between, ISO 639-1.</summary>
    public required IReadOnlyList<string> Languages { get; init; }

    /// <summary>Time that one request may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Number of times that a request is repeated that failed in a way that may pass.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>The pause before the first repetition; it doubles each time.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);
}
