namespace Hansard.Engine.Models;

/// <summary>Whether a model's file is as it should be.</summary>
public enum FileCheckResult
{
    /// <summary>It has the SHA-256 of the catalogue or of its first download.</summary>
    Good,

    /// <summary>It is there, but nothing says what it should be.</summary>
    Unknown,

    /// <summary>It is not there.</summary>
    Missing,

    /// <summary>It is another file than it should be.</summary>
    Different,
}
