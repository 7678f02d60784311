using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Hansard.Server.Outbound;

namespace Hansard.Server.Tests.Outbound;

/// <summary>A name server under an attacker's control: answers what it is told, a different thing each time if need be.</summary>
internal sealed class ScriptedResolver : IHostResolver
{
    private readonly ConcurrentDictionary<string, string[][]> _answers = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How often each name was asked for.</summary>
    public ConcurrentDictionary<string, int> Asked { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="name">The name.</param>
    /// <param name="answers">The addresses of the first answer, of the second, and so on; the last one stays.</param>
    public ScriptedResolver Answer(string name, params string[][] answers)
    {
        _answers[name] = answers;
        return this;
    }

    public Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, string project, CancellationToken cancellationToken)
    {
        var count = Asked.AddOrUpdate(host, 1, (_, before) => before + 1);
        if (!_answers.TryGetValue(host, out var answers)) throw new SocketException((int)SocketError.HostNotFound);
        return Task.FromResult<IReadOnlyList<IPAddress>>([.. answers[Math.Min(count, answers.Length) - 1].Select(IPAddress.Parse)]);
    }
}
