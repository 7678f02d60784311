using Hansard.Server.Contract;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Hansard.Server.Revisions;

/// <summary>Bounds the memory of bodies that hold a whole transcript.</summary>
internal sealed class LargeBodies : IDisposable
{
    /// <summary>
    /// Bytes of a body: the tokens of five hours of fast speech are about 7 MB, with a translation twice as many.
    /// </summary>
    public const long MaximumBody = 32 << 20;

    // Until it is saved, a body takes many times its size of memory.
    private const int AtOnce = 2;

    // A whole transcript of an hour, as text.
    private const long Small = 128 << 10;

    private readonly SemaphoreSlim _room = new(AtOnce);

    /// <summary>Lets a request send a large body.</summary>
    /// <param name="context">Of the request.</param>
    /// <returns>Disposed of when the body is not needed any more.</returns>
    /// <exception cref="ApiException">There is no room for it at the moment.</exception>
    public IDisposable Enter(HttpContext context)
    {
        if (context.Request.ContentLength is <= Small) return new Room(null);
        if (!_room.Wait(0, CancellationToken.None))
            throw ApiException.Unavailable("Other large corrections are being saved: try again in a few seconds.", retryAfterSeconds: 2);
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = MaximumBody;
        return new Room(_room);
    }

    /// <inheritdoc />
    public void Dispose() => _room.Dispose();

    private sealed class Room(SemaphoreSlim? room) : IDisposable
    {
        private SemaphoreSlim? _room = room;

        public void Dispose() => Interlocked.Exchange(ref _room, null)?.Release();
    }
}
