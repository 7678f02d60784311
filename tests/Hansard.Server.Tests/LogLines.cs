using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Tests;

/// <summary>Keeps what a server in this process logs.</summary>
internal sealed class LogLines : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ConcurrentQueue<string> _severe = new();

    /// <summary>Warnings and errors.</summary>
    public IEnumerable<string> Severe => _severe;

    /// <summary>All lines.</summary>
    public IEnumerable<string> All => _lines;

    /// <summary>Waits for a line that has this text in it.</summary>
    public async Task WaitAsync(string text)
    {
        var deadline = DateTime.UtcNow.AddSeconds(10);
        while (!_lines.Any(line => line.Contains(text, StringComparison.Ordinal)))
        {
            Assert.True(
                DateTime.UtcNow < deadline, $"No line has '{text}' in it:{Environment.NewLine}{string.Join(Environment.NewLine, _lines)}");
            await Task.Delay(10);
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var line = formatter(state, exception);
        _lines.Enqueue(line);
        if (logLevel >= LogLevel.Warning) _severe.Enqueue($"{line} {exception}");
    }

    public void Dispose()
    {
    }
}
