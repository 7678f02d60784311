using Hansard.Engine;
using Hansard.Engine.Audio;
using Hansard.Engine.Transcripts;
using Hansard.Engine.Voices;
using Hansard.Server.Configuration;
using Hansard.Server.Contract;
using Hansard.Server.Files;
using Hansard.Server.Jobs;
using Hansard.Server.Projects;
using Hansard.Server.Storage;
using Hansard.Server.Transcriptions;
using Hansard.Server.Voices;

namespace Hansard.Server.KnownSpeakers;

/// <summary>Adds people by their voices: finds the voice, encrypts it, and stores it.</summary>
internal sealed class SpeakerEnrolment(
    IKnownSpeakerStore people, IFileStore files, ITranscriptionStore transcriptions, IObjectStore objects, VoiceEncryption encryption,
    VoiceFinder finder, HansardServerOptions options)
{
    private static readonly TimeSpan Start = TimeSpan.Zero;

    /// <summary>Adds a sample of a person's voice, and the person where the name is new.</summary>
    /// <exception cref="ApiException">There is no such recording, or no voice can be found in it.</exception>
    /// <exception cref="LimitReachedException">A limit would be passed.</exception>
    public async Task<KnownSpeakerRow> AddAsync(Project project, NewKnownSpeaker wanted, CancellationToken cancellationToken)
    {
        var limits = options.LimitsOf(project.Name);
        people.CheckRoom(project.Id, limits, wanted.Name);
        var voice = wanted.Source switch
        {
            FileSource file => await OfFileAsync(project, file, cancellationToken),
            TranscriptionSource transcription => await OfTranscriptionAsync(project, transcription, cancellationToken),
            _ => throw new InvalidOperationException($"There is no way to find the voice of {wanted.Source.GetType().Name}."),
        };
        var sample = new NewVoiceSample(encryption.Encrypt(project.Id, voice), (long)voice.Speech.TotalMilliseconds, wanted.Consent);
        return await people.AddAsync(project.Id, limits, wanted.Name, sample, cancellationToken);
    }

    private Task<VoiceProfile> OfFileAsync(Project project, FileSource source, CancellationToken cancellationToken)
    {
        var file = files.Find(project.Id, source.Id) ?? throw ApiException.Invalid(
            "invalid_value", KnownSpeakerBodyReader.FileLocation, $"There is no file with the id {source.Id}: upload it first.");
        TimeRange[] ranges = (source.From, source.To) is (null, null)
            ? []
            : [new TimeRange(source.From ?? Start, source.To ?? TimeSpan.MaxValue)];
        return FindAsync(project, file, ranges, KnownSpeakerBodyReader.FileLocation, cancellationToken);
    }

    private Task<VoiceProfile> OfTranscriptionAsync(Project project, TranscriptionSource source, CancellationToken cancellationToken)
    {
        var row = transcriptions.Find(project.Id, source.Id) ?? throw ApiException.Invalid(
            "invalid_value", KnownSpeakerBodyReader.TranscriptionLocation, $"There is no transcription with the id {source.Id}.");
        if (row.Status != JobStatus.Completed)
            throw ApiException.InvalidState($"This transcription is {row.Status}: its speakers are known when its status is completed.");
        var ranges = transcriptions.Transcript(row.Id) is { } transcript ? SpokenRanges.Of(transcript.Tokens, source.Speaker) : [];
        if (ranges.Count == 0 && row.Speakers()?.Any(speaker => speaker.Speaker == source.Speaker) != true)
            throw NoSuchSpeaker(row, source);
        // While the recording is there, it tells whether others are heard as this speaker too.
        if (row.FileId is not null && files.Find(project.Id, row.FileId) is { } file)
        {
            return ranges.Count > 0
                ? FindAsync(project, file, ranges, KnownSpeakerBodyReader.SpeakerLocation, cancellationToken)
                : throw ApiException.Invalid(
                    "invalid_value", KnownSpeakerBodyReader.SpeakerLocation, $"No words of speaker '{source.Speaker}' were recognised.");
        }
        return Task.FromResult(Kept(project, row, source));
    }

    /// <summary>The voice that was kept with a transcription, where it is surely that of one person.</summary>
    private VoiceProfile Kept(Project project, TranscriptionRow row, TranscriptionSource source)
    {
        var kept = people.VoiceOf(project.Id, row.Id, source.Speaker) ?? throw NotKept(row);
        var voice = encryption.Decrypt(project.Id, kept) ?? throw ApiException.Invalid(
            "invalid_value", KnownSpeakerBodyReader.TranscriptionLocation,
            "The voices of this transcription's speakers cannot be read: the keys that they were encrypted with are missing. Put them "
                + "back, or upload the recording, and send 'file_id' with 'from_ms' and 'to_ms'.");
        if (voice.Speech < TranscriptionEngine.LeastEnrolledSpeech)
        {
            throw ApiException.Invalid(
                "invalid_value", KnownSpeakerBodyReader.SpeakerLocation,
                $"Speaker '{source.Speaker}' has {voice.Speech.TotalSeconds:0.#} s of speech, and a voice takes at least "
                    + $"{TranscriptionEngine.LeastEnrolledSpeech.TotalSeconds:0.#} s.");
        }
        if (row.Request() is { NumSpeakers: not null } or { MaxSpeakers: not null })
        {
            throw ApiException.Invalid(
                "invalid_value", KnownSpeakerBodyReader.TranscriptionLocation,
                "The number of speakers of this transcription was limited, so that one of them may be several people, and its recording is "
                    + "no longer stored to tell: upload it, and send 'file_id' with 'from_ms' and 'to_ms'.");
        }
        return voice;
    }

    private async Task<VoiceProfile> FindAsync(
        Project project, FileRow file, IReadOnlyList<TimeRange> ranges, string location, CancellationToken cancellationToken)
    {
        var recording = await objects.OpenAsync(file.Blob, cancellationToken) ?? throw Missing(location);
        var enrolment = new VoiceEnrolmentOptions
        {
            Ranges = ranges,
            MaximumDuration = TimeSpan.FromMinutes(options.LimitsOf(project.Name).AudioMinutes),
        };
        try
        {
            return await finder.FindAsync(recording, enrolment, cancellationToken);
        }
        catch (Exception exception) when (exception is VoiceEnrolmentException or InvalidAudioException)
        {
            // What lies beyond the end is no speech.
            var wasTimed = ranges.Count > 0 && location == KnownSpeakerBodyReader.FileLocation;
            var isOutside = exception is VoiceEnrolmentException { Reason: VoiceEnrolmentFailure.TooLittleSpeech } && wasTimed;
            throw ApiException.Invalid(
                "invalid_value", location, exception.Message + (isOutside ? " The times must be within the recording." : ""));
        }
        catch (FileNotFoundException) when (!File.Exists(recording.Path))
        {
            throw Missing(location);
        }
    }

    private static ApiException NoSuchSpeaker(TranscriptionRow row, TranscriptionSource source)
    {
        var speakers = row.Speakers() ?? [];
        return ApiException.Invalid("invalid_value", KnownSpeakerBodyReader.SpeakerLocation, speakers.Count == 0
            ? "This transcription tells no speakers: create it again with 'enable_speaker_diarization'."
            : $"This transcription has no speaker '{source.Speaker}'; it has: {string.Join(", ", speakers.Select(s => s.Speaker))}.");
    }

    private static ApiException NotKept(TranscriptionRow row) => ApiException.Invalid(
        "invalid_value",
        KnownSpeakerBodyReader.TranscriptionLocation,
        "The voices of this transcription's speakers were not kept, and its recording is not stored "
        + (row.FileId is null ? "(that of an 'audio_url' never is)" : "any more")
        + ". Create a transcription with 'identify_speakers', which keeps them; or upload the recording, and send 'file_id' with 'from_ms' "
        + "and 'to_ms'.");

    private static ApiException Missing(string location) => ApiException.Invalid(
        "invalid_value", location, "The recording is no longer on the server: upload it again.");
}
