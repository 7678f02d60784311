namespace Hansard.Server.Storage.Sql;

/// <summary>A way to transcriptions of which something is searched for, the newest first.</summary>
/// <param name="From">Tables, of which one is the transcriptions, as <c>t</c>.</param>
/// <param name="Condition">Holds for those that are found.</param>
internal sealed record SearchSource(string From, string Condition)
{
    /// <summary>All transcriptions.</summary>
    public const string Transcriptions = "transcriptions t";

    /// <summary>The numbers of the transcriptions, each once.</summary>
    public string Selected { get; init; } = "t.seq";

    /// <summary>The number that they are ordered by: that of the transcription.</summary>
    public string Order { get; init; } = "t.seq";
}
