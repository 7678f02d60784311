using System.Text.Json.Nodes;

namespace Hansard.Engine.Recognition.Whisper.Checkpoints.CTranslate2;

/// <summary>A configuration of CTranslate2 in the words of Hugging Face.</summary>
/// <param name="Config">As config.json has it.</param>
/// <param name="Generation">As generation_config.json has it.</param>
internal readonly record struct TranslatedConfiguration(JsonObject Config, JsonObject Generation);
