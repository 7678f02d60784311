namespace Hansard.Engine.Recognition.Whisper;

/// <summary>A cross-attention head that follows the audio.</summary>
/// <param name="Layer">Its layer in the decoder.</param>
/// <param name="Head">Its index in the layer.</param>
internal readonly record struct AlignmentHead(int Layer, int Head);
