namespace Hansard.Server.Jobs.Parts;

/// <summary>A part of a recording that a worker has.</summary>
internal sealed record JobPart
{
    /// <summary>Number, from 1 on.</summary>
    public required long Number { get; init; }

    /// <summary>Key of the object with its sound.</summary>
    public required string Sound { get; init; }

    /// <summary>Length of sound that is recognised in the time it takes, in milliseconds.</summary>
    public required long AudioMs { get; init; }

    /// <summary>1 for the first.</summary>
    public required long Attempt { get; init; }
}

/// <summary>A part of a recording, as whoever waits for it sees it.</summary>
internal sealed record PartState
{
    /// <summary>Number, from 1 on.</summary>
    public required long Number { get; init; }

    /// <summary>Key of the object with its result; null while there is none.</summary>
    public string? Result { get; init; }

    /// <summary>Times that somebody has begun it.</summary>
    public long Attempts { get; init; }

    /// <summary>True while somebody has it.</summary>
    public bool IsLeased { get; init; }
}

/// <summary>A part of a recording that is to be stored.</summary>
/// <param name="Sha256">Of its content, in hexadecimal.</param>
/// <param name="Model">Name of the speech model.</param>
/// <param name="Version">Version of the program.</param>
/// <param name="AudioMs">Length of sound that is recognised in the time it takes, in milliseconds.</param>
/// <param name="Sound">Key of the object with its sound.</param>
internal sealed record NewPart(string Sha256, string Model, string Version, long AudioMs, string Sound);
