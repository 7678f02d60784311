using Hansard.Server.Configuration;
using Hansard.Server.Jobs.Dispatch;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Server.Jobs.Parts;

/// <summary>Work on parts of recordings, where servers share a database and a place of objects; elsewhere there is none.</summary>
/// <param name="services">Have the rest, if it is there.</param>
/// <param name="store">Keeps the parts.</param>
/// <param name="dispatcher">Told of those that wait again.</param>
/// <param name="transcriber">Does the work, if it is one for parts.</param>
internal sealed class PartWork(IServiceProvider services, IPartStore store, IDispatcher dispatcher, ITranscriber transcriber)
{
    private readonly PartRunner? _runner = services.GetService<PartRunner>();

    /// <summary>Offers parts; null where there is nobody to offer them to.</summary>
    public PartDesk? Desk { get; } = services.GetService<PartDesk>();

    /// <summary>Names of the parts that a worker takes.</summary>
    /// <param name="models">Models that it has.</param>
    public IEnumerable<string> Lanes(IEnumerable<string> models) => _runner is null || transcriber is not IPartTranscriber
        ? []
        : models.Select(model => PartLane.Of(model, BuildVersion.Current));

    /// <summary>Does a part.</summary>
    public Task RunAsync(Job part, CancellationToken abort) => _runner!.RunAsync(part, abort);

    /// <summary>Takes back parts whose workers are gone.</summary>
    public async Task TakeBackAsync(CancellationToken cancellationToken)
    {
        if (_runner is not null && await store.TakeBackAsync(cancellationToken) > 0) dispatcher.TakenBack();
    }
}
