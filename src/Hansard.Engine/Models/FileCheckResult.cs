namespace Hansard.Engine.Models;

/// <summary>States of a model's file.</summary>
internal enum FileCheckResult
{
    /// <summary>Has the SHA-256 of the catalogue or of its first download.</summary>
    Good,

    /// <summary>Present, but nothing says what it should be.</summary>
    Unknown,

    /// <summary>Absent.</summary>
    Missing,

    /// <summary>Another file than it should be.</summary>
    Different,
}
