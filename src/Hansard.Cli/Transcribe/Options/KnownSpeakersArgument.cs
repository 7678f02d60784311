using Hansard.Cli.Serve;
using Hansard.Cli.Usage;
using Hansard.Engine.Voices;
using Hansard.Server.KnownSpeakers;
using Hansard.Server.Voices;

namespace Hansard.Cli.Transcribe.Options;

/// <summary>Reads the people whom <c>--identify</c> looks for.</summary>
internal static class KnownSpeakersArgument
{
    /// <summary>Reads them from the data of a server.</summary>
    /// <param name="data">The value of --data.</param>
    /// <param name="config">The value of --config.</param>
    /// <param name="project">The value of --project.</param>
    /// <param name="warnings">Told of voices that cannot be used.</param>
    /// <exception cref="IOException">There is no data, or it cannot be used.</exception>
    /// <exception cref="InvalidDataException">There is no such project, or nobody is known.</exception>
    public static IReadOnlyList<KnownVoice> Read(string? data, string? config, string project, Warnings warnings)
    {
        using var opened = ServerData.Open(data, config, MissingData.Refuse);
        var encryption = new VoiceEncryption(opened.Directory, opened.Options);
        encryption.Prepare();
        var voices = KnownPeople.Decrypt(opened.KnownSpeakers, encryption, opened.Project(project).Id);
        if (voices.Unreadable > 0)
            warnings.Add($"The key of {voices.Unreadable} of the voices is lost, and they are left out: see 'hansard speakers list'.");
        if (voices.People.Count > 0) return voices.People;
        throw new InvalidDataException(
            voices.Unreadable > 0
                ? "--identify: the key of all voices is lost, so that nobody can be identified. 'hansard speakers add' adds people anew."
                : "--identify: there is nobody to identify. 'hansard speakers add' adds people.");
    }

    /// <summary>Finds out before the long work whether the speaker encoder can know any of them again.</summary>
    /// <exception cref="UsageException">It cannot.</exception>
    public static void Check(IReadOnlyList<KnownVoice> people, string encoder)
    {
        if (people.Count == 0 || people.Any(person => person.Profiles.Any(profile => profile.Model == encoder))) return;
        throw new UsageException(
            $"--identify: the voices of all known speakers are of another speaker model than {encoder}: leave out --speaker-model, or add "
            + "them again.");
    }
}
