namespace Hansard.Engine.Recognition.Whisper.Compact;

/// <summary>A network between attentions.</summary>
/// <param name="Model">Serialised.</param>
/// <param name="Inputs">Outputs of attentions and of earlier parts, or inputs of the whole.</param>
/// <param name="Outputs">Inputs of the attention that follows, then what later parts need.</param>
internal sealed record Subgraph(byte[] Model, string[] Inputs, string[] Outputs);
