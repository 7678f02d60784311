using Hansard.Server.Configuration;
using Hansard.Server.Storage;

namespace Hansard.Server.KnownSpeakers;

/// <summary>The people whom projects want to be known again, with their voices, encrypted.</summary>
internal interface IKnownSpeakerStore
{
    /// <summary>Finds out, before the long work, whether a person or a sample could be added.</summary>
    /// <exception cref="LimitReachedException">A limit would be passed.</exception>
    void CheckRoom(string project, LimitOptions limits, string name);

    /// <summary>Adds a sample of a person's voice, and the person where the name is new.</summary>
    /// <returns>The person, with all samples.</returns>
    /// <exception cref="LimitReachedException">A limit would be passed.</exception>
    Task<KnownSpeakerRow> AddAsync(
        string project, LimitOptions limits, string name, NewVoiceSample sample, CancellationToken cancellationToken);

    /// <summary>The project's person of that id, or null.</summary>
    KnownSpeakerRow? Find(string project, string id);

    /// <summary>The project's person of that name, or null.</summary>
    KnownSpeakerRow? Named(string project, string name);

    /// <summary>People before a place in the order, newest first.</summary>
    IReadOnlyList<KnownSpeakerRow> List(string project, long before, int limit);

    /// <summary>Deletes a person, with all samples.</summary>
    /// <returns>False when the project has no such person.</returns>
    Task<bool> DeleteAsync(string project, string id, CancellationToken cancellationToken);

    /// <summary>The voice that was kept of a transcription's speaker, encrypted; null when there is none.</summary>
    byte[]? VoiceOf(string project, string transcription, string speaker);
}

/// <summary>A sample that is to be added.</summary>
/// <param name="Voice">Encrypted.</param>
/// <param name="SpeechMs">Milliseconds of the speech that it was made of.</param>
/// <param name="Consent">How the person agreed, as a note; empty: not noted.</param>
internal sealed record NewVoiceSample(byte[] Voice, long SpeechMs, string Consent = "");
