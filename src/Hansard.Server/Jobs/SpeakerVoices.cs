using System.Security.Cryptography;
using Hansard.Engine.Transcripts;
using Hansard.Engine.Voices;
using Hansard.Server.Voices;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Jobs;

/// <summary>Gives jobs that identify speakers the voices of people who are known, and keeps those of their speakers.</summary>
internal sealed partial class SpeakerVoices(IKnownVoices known, VoiceEncryption encryption, ILogger<SpeakerVoices> logger)
{
    /// <summary>The people who may be known again in a job's recording; nobody unless it asks for it.</summary>
    public IReadOnlyList<KnownVoice> KnownFor(Job job)
    {
        var request = job.Request();
        var people = request.IdentifySpeakers ? known.Of(job.ProjectId) : [];
        if (request.GivenVoices is not { Count: > 0 } given) return people;
        KnownVoice[] sent =
        [
            .. from voice in given
               let profile = encryption.Decrypt(job.ProjectId, voice.Voice)
               where profile is not null
               group profile by voice.Name into person
               select new KnownVoice(person.Key, [.. person]),
        ];
        return [.. sent, .. people.Where(person => sent.All(other => other.Name != person.Name))];
    }

    /// <summary>Encrypts the voices of a transcript's speakers, where they were asked for.</summary>
    /// <returns>Those that are to be kept with it; none when they cannot be encrypted, as the transcript is worth more.</returns>
    public IReadOnlyList<EncryptedVoice> Keep(Job job, Transcript transcript)
    {
        if (!job.Request().IdentifySpeakers) return [];
        try
        {
            return
            [
                .. from speaker in transcript.Speakers
                where speaker.Voice is not null
                select new EncryptedVoice(speaker.Speaker, encryption.Encrypt(job.ProjectId, speaker.Voice!)),
            ];
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            LogNotKept(exception, job.Id);
            return [];
        }
    }

    [LoggerMessage(
        160, LogLevel.Warning, "Job {JobId}: the voices of its speakers cannot be encrypted, and are not kept with the transcript")]
    private partial void LogNotKept(Exception exception, string jobId);
}

/// <summary>The voice of a transcript's speaker, encrypted.</summary>
/// <param name="Speaker">As on the tokens.</param>
/// <param name="Voice">Bytes of <see cref="VoiceEncryption"/>.</param>
internal sealed record EncryptedVoice(string Speaker, byte[] Voice);
