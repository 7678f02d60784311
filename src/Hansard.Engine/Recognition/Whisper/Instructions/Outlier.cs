namespace Hansard.Engine.Recognition.Whisper.Instructions;

/// <summary>A number of a row that is too far from the others to share their scale.</summary>
/// <param name="Index">Its place in the row.</param>
/// <param name="Value">The number.</param>
internal readonly record struct Outlier(int Index, float Value);
