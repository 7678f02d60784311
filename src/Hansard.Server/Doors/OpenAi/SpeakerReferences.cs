using Hansard.Engine;
using Hansard.Engine.Audio;
using Hansard.Engine.Voices;
using Hansard.Server.Contract;
using Hansard.Server.Jobs;
using Hansard.Server.KnownSpeakers;
using Hansard.Server.Projects;
using Hansard.Server.Storage;
using Hansard.Server.Voices;

namespace Hansard.Server.Doors.OpenAi;

/// <summary>Finds the voices of people whose recordings were sent with a request.</summary>
internal sealed class SpeakerReferences(VoiceFinder finder, VoiceEncryption encryption)
{
    private const string Field = "known_speaker_references";

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>Finds them.</summary>
    /// <param name="project">The only project that can decrypt them.</param>
    /// <param name="names">Names of the people.</param>
    /// <param name="upload">Their recordings, in the same order.</param>
    /// <param name="cancellationToken">The client has gone.</param>
    /// <returns>Null where nobody was sent.</returns>
    /// <exception cref="ApiException">There is not one recording for each name, or no voice can be found in one.</exception>
    public async Task<IReadOnlyList<GivenVoice>?> FindAsync(
        Project project, IReadOnlyList<string> names, AudioUpload upload, CancellationToken cancellationToken)
    {
        if (names.Count != upload.References.Count)
        {
            throw AudioFields.Fault(
                Field,
                $"There are {names.Count} known_speaker_names and {upload.References.Count} known_speaker_references: send one of each for "
                + "every person, in the same order.");
        }

        if (names.Count == 0) return null;
        List<GivenVoice> voices = [];
        foreach (var (name, reference) in names.Zip(upload.References))
        {
            try
            {
                var options = new VoiceEnrolmentOptions { MaximumDuration = Longest };
                var voice = await finder.FindAsync(new LocalRecording(reference.Path), options, cancellationToken);
                voices.Add(new GivenVoice(name, encryption.Encrypt(project.Id, voice)));
            }
            catch (Exception exception) when (exception is VoiceEnrolmentException or InvalidAudioException)
            {
                throw AudioFields.Fault(Field, $"The reference of '{name}' cannot be used. {exception.Message}");
            }
        }

        return voices;
    }
}
