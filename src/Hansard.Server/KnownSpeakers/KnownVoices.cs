using Hansard.Engine.Voices;
using Hansard.Server.Voices;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.KnownSpeakers;

/// <summary>Decrypts the voices of a project's people for a job.</summary>
internal sealed partial class KnownVoices(IKnownSpeakerStore store, VoiceEncryption encryption, ILogger<KnownVoices> logger) : IKnownVoices
{
    /// <inheritdoc />
    public IReadOnlyList<KnownVoice> Of(string project)
    {
        var voices = KnownPeople.Decrypt(store, encryption, project);
        if (voices.Unreadable > 0) LogUnreadable(voices.Unreadable, project);
        return voices.People;
    }

    [LoggerMessage(
        161, LogLevel.Warning,
        "{Count} voices of known speakers of the project with the id {ProjectId} cannot be decrypted, and are left out: restore the folder "
        + "protection-keys, or the certificate, that was there when they were added")]
    private partial void LogUnreadable(int count, string projectId);
}
