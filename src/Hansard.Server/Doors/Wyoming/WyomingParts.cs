using Hansard.Server.Configuration;
using Hansard.Server.Doors.Streaming;
using Hansard.Server.Http;
using Hansard.Server.Jobs;
using Hansard.Server.Models;

namespace Hansard.Server.Doors.Wyoming;

/// <summary>The parts of the server by which connections are served.</summary>
internal sealed record WyomingParts(
    ILiveTranscriber Transcriber, LiveSlots Slots, IVocabularyTerms Vocabulary, SessionLog Sessions, CurrentModels Models,
    WyomingInfo Info, RequestRate Rate, HansardServerOptions Options, TimeProvider Clock);
