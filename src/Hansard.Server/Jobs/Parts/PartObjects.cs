using Hansard.Engine.Distribution;
using Hansard.Server.Storage;
using Hansard.Server.Storage.Objects;

namespace Hansard.Server.Jobs.Parts;

/// <summary>Sound and results of parts, in the place that all workers share.</summary>
/// <param name="container">The place.</param>
internal sealed class PartObjects(IObjectContainer container)
{
    /// <summary>The first segment of all keys.</summary>
    public const string Prefix = "parts/";

    // An hour of sound, and some.
    private const long Most = 512L << 20;

    /// <summary>Stores the sound of a part.</summary>
    /// <param name="job">The worker's who has the job: its fence is in the key.</param>
    /// <param name="number">Of the part.</param>
    /// <param name="part">The part.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The key.</returns>
    public Task<string> WriteAsync(Job job, int number, WorkPart part, CancellationToken cancellationToken)
        => WriteAsync($"{Prefix}{job.Id}/{number}/sound-{job.Fence}", part.WriteTo, cancellationToken);

    /// <summary>Stores the result of a part.</summary>
    /// <param name="part">The worker's: its fence is in the key.</param>
    /// <param name="result">The result.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The key.</returns>
    public Task<string> WriteAsync(Job part, WorkResult result, CancellationToken cancellationToken)
        => WriteAsync($"{Prefix}{part.Id}/{part.Part!.Number}/{part.Fence}", result.WriteTo, cancellationToken);

    /// <summary>Reads the sound of a part.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or not there.</exception>
    /// <exception cref="ObjectsUnavailableException">Not now.</exception>
    public Task<WorkPart> ReadSoundAsync(string key, CancellationToken cancellationToken)
        => ReadAsync(key, WorkPart.ReadFrom, cancellationToken);

    /// <summary>Reads the result of a part.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or not there.</exception>
    /// <exception cref="ObjectsUnavailableException">Not now.</exception>
    public Task<WorkResult> ReadResultAsync(string key, CancellationToken cancellationToken)
        => ReadAsync(key, WorkResult.ReadFrom, cancellationToken);

    /// <summary>Removes an object.</summary>
    /// <exception cref="IOException">Not now.</exception>
    public Task RemoveAsync(string key, CancellationToken cancellationToken) => container.RemoveAsync(key, cancellationToken);

    /// <summary>Removes all objects of a job.</summary>
    /// <returns>Their number.</returns>
    /// <exception cref="IOException">Not now.</exception>
    public async Task<int> RemoveAllAsync(string job, CancellationToken cancellationToken)
    {
        List<string> keys = [];
        await foreach (var key in container.ListAsync($"{Prefix}{job}/", cancellationToken)) keys.Add(key);
        foreach (var key in keys) await container.RemoveAsync(key, cancellationToken);
        return keys.Count;
    }

    /// <summary>The ids of jobs of which there are objects.</summary>
    /// <exception cref="IOException">Not now.</exception>
    public async Task<IReadOnlySet<string>> JobsAsync(CancellationToken cancellationToken)
    {
        HashSet<string> jobs = [];
        await foreach (var key in container.ListAsync(Prefix, cancellationToken))
            if (key.Split('/') is [_, var job, _, ..]) jobs.Add(job);
        return jobs;
    }

    private async Task<string> WriteAsync(string key, Action<Stream> write, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        write(content);
        content.Position = 0;
        if (await container.WriteAsync(key, content, Most, null, cancellationToken) is null)
            throw new InvalidDataException($"A part of a recording has {content.Length} bytes, and {Most} at most are stored.");
        return key;
    }

    private async Task<T> ReadAsync<T>(string key, Func<Stream, T> read, CancellationToken cancellationToken)
    {
        try
        {
            await using var local = await container.OpenAsync(key, null, cancellationToken)
                ?? throw new InvalidDataException($"The object {key} is not there.");
            await using var file = new FileStream(local.Path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 20);
            return read(file);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException or DamagedObjectException)
        {
            throw new InvalidDataException($"The object {key} is not there, or is damaged.", exception);
        }
    }
}
