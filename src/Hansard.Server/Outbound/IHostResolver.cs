using System.Net;

namespace Hansard.Server.Outbound;

/// <summary>Turns a host's name into addresses; a seam, so that tests can answer as a hostile name server would.</summary>
public interface IHostResolver
{
    /// <param name="host">A DNS name in ASCII form.</param>
    /// <param name="project">The id of the project on whose behalf; names of one must not hold up those of another.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Every address of the name, in the order to try them; never empty.</returns>
    /// <exception cref="System.Net.Sockets.SocketException">
    /// The name does not resolve, or (<see cref="System.Net.Sockets.SocketError.TryAgain"/>) no answer came in time.
    /// </exception>
    Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, string project, CancellationToken cancellationToken);
}
