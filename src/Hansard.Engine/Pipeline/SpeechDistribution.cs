using Hansard.Engine.Distribution;

namespace Hansard.Engine.Pipeline;

/// <summary>The distribution of one recording, with all its tracks and channels.</summary>
/// <param name="parts">Takes the parts.</param>
/// <param name="settings">The settings of all of them.</param>
internal sealed class SpeechDistribution(ISpeechParts parts, SpeechPartSettings settings)
{
    private readonly Lock _gate = new();
    private int _numbers;
    private int _reading;

    /// <summary>Takes the parts.</summary>
    public ISpeechParts Parts => parts;

    /// <summary>The settings of all of them.</summary>
    public SpeechPartSettings Settings => settings;

    /// <summary>The number of the next part, from 1 on.</summary>
    public int NextNumber() => Interlocked.Increment(ref _numbers);

    /// <summary>Runs the read of a part of one track, and tells whether any is under way.</summary>
    public async Task<bool> ReadAsync(Func<ValueTask<bool>> read)
    {
        Count(1);
        try
        {
            return await read().ConfigureAwait(false);
        }
        finally
        {
            Count(-1);
        }
    }

    /// <summary>Waits, within a read, for what others do: nothing is read meanwhile.</summary>
    public async Task<T> WaitAsync<T>(Task<T> result)
    {
        Count(-1);
        try
        {
            return await result.ConfigureAwait(false);
        }
        finally
        {
            Count(1);
        }
    }

    private void Count(int change)
    {
        lock (_gate)
        {
            _reading += change;
            parts.Reads(_reading > 0);
        }
    }
}
