namespace Hansard.Engine.Recognition.Whisper.Tokens;

/// <summary>Places of the tokens of a script, side by side.</summary>
/// <param name="Scripts">The script; several for tokens that have characters of each.</param>
/// <param name="First">The first place.</param>
/// <param name="Count">Number of places.</param>
internal readonly record struct ScriptPlaces(TokenScripts Scripts, int First, int Count);
