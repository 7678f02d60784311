using Hansard.Server.Contract;
using Hansard.Server.Projects;
using Hansard.Server.Storage;
using Microsoft.AspNetCore.Http;

namespace Hansard.Server.Doors.Streaming;

/// <summary>Adds the temporary keys that programs with an API key make for those without, up to the most of a project.</summary>
internal sealed class TemporaryKeyIssue(ITemporaryKeyStore store, TimeProvider clock)
{
    /// <summary>Adds a key, which the answer shows and nothing afterwards.</summary>
    /// <param name="context">The request that makes it.</param>
    /// <param name="key">The key.</param>
    /// <exception cref="ApiException">The project has as many as it may.</exception>
    public async Task AddAsync(HttpContext context, TemporaryKey key)
    {
        if (await store.AddAsync(key, context.RequestAborted) is { } firstEnd)
        {
            throw ApiException.Limit(
                $"This project has {ITemporaryKeyStore.MostOfProject:N0} temporary API keys that have not expired, which is the most: wait "
                + "as Retry-After says, and let them expire sooner.",
                (int)Math.Max(1, (firstEnd - clock.Milliseconds() + 999) / 1000));
        }
        context.Response.Headers.CacheControl = "no-store";
    }
}
