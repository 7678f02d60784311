namespace Hansard.Server.KnownSpeakers;

/// <summary>A person whom a client wants to be known again, checked but for what the server has.</summary>
/// <param name="Name">In the form of <see cref="PersonName"/>.</param>
/// <param name="Source">A recording in which the person speaks.</param>
/// <param name="Consent">How the person agreed, as a note; empty: not noted.</param>
internal sealed record NewKnownSpeaker(string Name, VoiceSource Source, string Consent);

/// <summary>A recording in which a person speaks.</summary>
internal abstract record VoiceSource;

/// <summary>A part of an uploaded file.</summary>
/// <param name="Id">Of the file.</param>
/// <param name="From">Where the person begins to speak; null: at the start.</param>
/// <param name="To">Where the person has spoken; null: at the end.</param>
internal sealed record FileSource(string Id, TimeSpan? From, TimeSpan? To) : VoiceSource;

/// <summary>A speaker of a transcription.</summary>
/// <param name="Id">Of the transcription.</param>
/// <param name="Speaker">As on its tokens.</param>
internal sealed record TranscriptionSource(string Id, string Speaker) : VoiceSource;
