namespace Hansard.Translation.Remote;

/// <summary>The services that can be asked to translate.</summary>
public enum RemoteTranslatorKind
{
    /// <summary>The HTTP API of LibreTranslate: <c>POST /translate</c>.</summary>
    LibreTranslate,

    /// <summary>A chat endpoint like OpenAI's: <c>POST /chat/completions</c>.</summary>
    Chat,
}
