namespace Hansard.Server.Storage.Sql;

/// <summary>A transcription in which words are sought.</summary>
/// <param name="Seq">Its number, in the order in which transcriptions were created.</param>
/// <param name="Id">Its id.</param>
internal readonly record struct SearchedTranscription(long Seq, string Id);
