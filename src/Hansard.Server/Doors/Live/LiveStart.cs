using Hansard.Engine;
using Hansard.Engine.Audio.Live;
using Hansard.Server.Jobs;

namespace Hansard.Server.Doors.Live;

/// <summary>The first message of a session, checked.</summary>
/// <param name="Model">As the client named it.</param>
/// <param name="Format">Of the sound.</param>
/// <param name="Request">How it is transcribed.</param>
/// <param name="Endpoints">When utterances are over; null: nobody asks.</param>
/// <param name="LongestNonFinal">Words that ended longer ago than this are final.</param>
/// <param name="TellsNonFinal">Whether words that may change are sent.</param>
/// <param name="ClientReferenceId">The client's own name for the session.</param>
internal sealed record LiveStart(
    string Model, LiveAudioFormat Format, TranscriptionRequest Request, EndpointOptions? Endpoints, TimeSpan LongestNonFinal,
    bool TellsNonFinal, string? ClientReferenceId);
