namespace Hansard.Engine.Tests;

/// <summary>One engine for all end-to-end tests: loading it costs more than a short clip.</summary>
public sealed class SharedEngine : IAsyncLifetime
{
    public TranscriptionEngine Engine { get; } = TranscriptionEngine.Create(
        new EngineOptions { ModelsDirectory = Fixtures.Models, Threads = 2 });

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => Engine.DisposeAsync();
}
