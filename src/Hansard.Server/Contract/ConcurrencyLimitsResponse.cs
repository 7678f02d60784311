using System.ComponentModel;

namespace Hansard.Server.Contract;

/// <summary>Transcriptions and live sessions that run at once: of the project, and on the server.</summary>
internal sealed record ConcurrencyLimitsResponse(
    [property: Description("Of the key's project.")] ConcurrencyScope Project,
    [property: Description("Of the whole server.")] ConcurrencyScope Organization);

/// <summary>Transcriptions and live sessions that run, and that may.</summary>
internal sealed record ConcurrencyScope(
    [property: Description("Running now.")] ConcurrencyValues Current,
    [property: Description("At most.")] ConcurrencyValues Limits);

/// <summary>Numbers of things at once.</summary>
internal sealed record ConcurrencyValues(
    [property: Description("Transcriptions of recordings, and live sessions.")] long TranscribeConcurrent,
    [property: Description("Always 0: speech synthesis.")] long TtsConcurrent);
