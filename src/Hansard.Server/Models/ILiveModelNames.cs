namespace Hansard.Server.Models;

/// <summary>Names by which live sessions ask for the default model, where live transcription is served.</summary>
internal interface ILiveModelNames
{
    /// <summary>Names that are listed.</summary>
    IReadOnlyList<string> Listed { get; }
}
