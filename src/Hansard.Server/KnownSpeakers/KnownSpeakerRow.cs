using Hansard.Server.Contract;
using Hansard.Server.Storage;

namespace Hansard.Server.KnownSpeakers;

/// <summary>A person who is known again, as the database has it.</summary>
internal sealed record KnownSpeakerRow
{
    /// <summary>Its place in the order of insertion.</summary>
    public long Seq { get; init; }

    /// <summary>A UUID.</summary>
    public required string Id { get; init; }

    /// <summary>Unique in the project.</summary>
    public required string Name { get; init; }

    /// <summary>Milliseconds since 1970 UTC.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>The oldest first.</summary>
    public IReadOnlyList<VoiceSampleRow> Samples { get; init; } = [];

    /// <summary>The person as the API shows it.</summary>
    /// <param name="isReadable">Tells encrypted voices that can be decrypted.</param>
    public KnownSpeakerResponse ToResponse(Func<byte[], bool> isReadable) => new()
    {
        Id = Id,
        Name = Name,
        CreatedAt = Timestamp.ToIso(CreatedAt),
        Samples =
        [
            .. Samples.Select(sample => new VoiceSampleEntry
            {
                CreatedAt = Timestamp.ToIso(sample.CreatedAt),
                SpeechMs = sample.SpeechMs,
                Readable = isReadable(sample.Voice),
                Consent = sample.Consent,
            }),
        ],
    };
}

/// <summary>A voice of a person, as the database has it.</summary>
internal sealed record VoiceSampleRow
{
    /// <summary>Note of how the person agreed; empty: none.</summary>
    public required string Consent { get; init; }

    /// <summary>Encrypted.</summary>
    public required byte[] Voice { get; init; }

    /// <summary>Milliseconds of the speech that it was made of.</summary>
    public required long SpeechMs { get; init; }

    /// <summary>Milliseconds since 1970 UTC.</summary>
    public required long CreatedAt { get; init; }
}
