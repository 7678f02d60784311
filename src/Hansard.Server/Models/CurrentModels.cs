using Hansard.Server.Configuration;
using Hansard.Server.Jobs;

namespace Hansard.Server.Models;

/// <summary>The models that are served at this moment: more when one has been pulled.</summary>
/// <param name="transcriber">Has them.</param>
/// <param name="options">Further names.</param>
internal sealed class CurrentModels(ITranscriber transcriber, HansardServerOptions options)
{
    private ServedModels? _models;

    /// <summary>The models.</summary>
    public ServedModels Models => Volatile.Read(ref _models) ?? Read();

    /// <summary>Looks for models that were installed since, and serves them from now on.</summary>
    public async Task FindAsync(CancellationToken cancellationToken)
    {
        await transcriber.FindModelsAsync(cancellationToken);
        Read();
    }

    private ServedModels Read()
    {
        var models = ServedModels.Of(transcriber.Models, options.ModelAliases);
        Volatile.Write(ref _models, models);
        return models;
    }
}
