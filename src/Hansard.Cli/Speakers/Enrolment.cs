using Hansard.Cli.Serve;
using Hansard.Engine;
using Hansard.Engine.Models;
using Hansard.Engine.Transcripts;
using Hansard.Engine.Voices;
using Hansard.Server.KnownSpeakers;
using Hansard.Server.Storage;
using Hansard.Server.Voices;

namespace Hansard.Cli.Speakers;

/// <summary>Adds a person, or a further recording of one.</summary>
/// <param name="Name">In the form of <see cref="PersonName"/>.</param>
/// <param name="Recording">Path of the recording.</param>
/// <param name="Ranges">Where the person speaks in it; empty: in all of it.</param>
internal sealed record Enrolment(string Name, string Recording, IReadOnlyList<TimeRange> Ranges)
{
    /// <summary>Checks what the user wrote, before anything is opened.</summary>
    /// <exception cref="InvalidDataException">The name is none.</exception>
    /// <exception cref="IOException">There is no such recording.</exception>
    public static Enrolment Of(string name, string recording, IReadOnlyList<TimeRange> ranges)
    {
        var person = PersonName.Of(name);
        if (PersonName.Fault(person) is { } fault) throw new InvalidDataException(fault);
        if (!File.Exists(recording)) throw new IOException($"{Printable.Of(recording)}: There is no such file.");
        Ffmpeg.MustBeInstalled();
        return new Enrolment(person, recording, ranges);
    }

    /// <summary>Finds the voice and keeps it, encrypted.</summary>
    /// <param name="data">Of the server that is to know the person.</param>
    /// <param name="project">Name of the project.</param>
    /// <param name="cancellationToken">Stops soon after; nothing is kept then.</param>
    /// <returns>A line that says what is known of the person now.</returns>
    /// <exception cref="InvalidDataException">No voice can be made of it, or kept; the message says why.</exception>
    public async Task<string> RunAsync(ServerData data, string project, CancellationToken cancellationToken)
    {
        var encryption = new VoiceEncryption(data.Directory, data.Options);
        encryption.Prepare();
        var owner = await data.NewProjectAsync(project, cancellationToken).ConfigureAwait(false);
        var limits = data.Options.LimitsOf(owner.Name);
        try
        {
            data.KnownSpeakers.CheckRoom(owner.Id, limits, Name);
            var voice = await FindAsync(data, limits.AudioMinutes, cancellationToken).ConfigureAwait(false);
            var sample = new NewVoiceSample(encryption.Encrypt(owner.Id, voice), (long)voice.Speech.TotalMilliseconds);
            var row = await data.KnownSpeakers.AddAsync(owner.Id, limits, Name, sample, cancellationToken).ConfigureAwait(false);
            var count = row.Samples.Count is 1 ? "1 recording" : $"{row.Samples.Count} recordings";
            return $"{Printable.Of(Name)} is known by {row.Samples.Sum(s => s.SpeechMs) / 1000.0:0.#} s of speech, in {count}, kept "
                + $"encrypted in {data.Directory.Root}.";
        }
        catch (Exception exception) when (exception is VoiceEnrolmentException or LimitReachedException)
        {
            throw new InvalidDataException($"{Printable.Of(Recording)}: {exception.Message}", exception);
        }
    }

    private async Task<VoiceProfile> FindAsync(ServerData data, int audioMinutes, CancellationToken cancellationToken)
    {
        await using var engine = TranscriptionEngine.Create(new EngineOptions
        {
            ModelsDirectory = data.Options.Models ?? ModelsDirectory.Find(),
            Model = data.Options.Model,
            Threads = data.Options.Threads ?? Environment.ProcessorCount,
        });
        var options = new VoiceEnrolmentOptions { Ranges = Ranges, MaximumDuration = TimeSpan.FromMinutes(audioMinutes) };
        return await engine.EnrolVoiceAsync(Recording, options, cancellationToken).ConfigureAwait(false);
    }
}
