namespace Hansard.Server.Web;

/// <summary>Facts that the page needs before anybody has signed in; anybody may read them.</summary>
/// <param name="Version">Of the server.</param>
/// <param name="AuthRequired">False where the server lets everybody in.</param>
/// <param name="Live">False where live transcription is switched off.</param>
internal sealed record WebConfiguration(string Version, bool AuthRequired, bool Live);
