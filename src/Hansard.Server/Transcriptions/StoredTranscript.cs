using System.Text.Json;
using Hansard.Engine.Transcripts;
using Hansard.Engine.Transcripts.Renderings;
using Hansard.Server.Contract;
using Hansard.Server.Jobs;

namespace Hansard.Server.Transcriptions;

/// <summary>A transcript as the API returns it.</summary>
internal sealed record StoredTranscript
{
    /// <summary>The text that was spoken.</summary>
    public required string Text { get; init; }

    /// <summary>JSON array in UTF-8.</summary>
    public required byte[] Tokens { get; init; }

    /// <summary>JSON object of the names that people gave to speakers, in a revision; null: none.</summary>
    public string? SpeakerNamesJson { get; init; }

    /// <summary>Reads names by speaker.</summary>
    /// <param name="json">As it is stored; null: none.</param>
    public static IReadOnlyDictionary<string, string> NamesOf(string? json)
        => JsonSerializer.Deserialize<Dictionary<string, string>>(json ?? "{}", JsonSettings.Stored)!;

    /// <summary>Makes a transcript of tokens.</summary>
    public static StoredTranscript Of(IReadOnlyList<TranscriptToken> tokens)
        => new() { Text = new Transcript(tokens, TimeSpan.Zero, null).Text, Tokens = TranscriptJson.Tokens(tokens) };

    /// <summary>The transcript in another rendering; itself where it is the one that is stored.</summary>
    public StoredTranscript Rendered(RenderingOptions rendering)
    {
        if (rendering.IsVerbatim) return this;
        var tokens = TranscriptRendering.Of(JsonSerializer.Deserialize<TranscriptToken[]>(Tokens, JsonSettings.Stored)!, rendering);
        return Of(tokens) with { SpeakerNamesJson = SpeakerNamesJson };
    }

    /// <summary>The transcript with its tokens as objects, for writing it in another form.</summary>
    /// <param name="row">What belongs to it.</param>
    public Transcript ToTranscript(TranscriptionRow row)
    {
        var tokens = JsonSerializer.Deserialize<TranscriptToken[]>(Tokens, JsonSettings.Stored)!;

        // Where a part was transcribed, its tokens lie on the clock of the whole.
        var last = TimeSpan.FromMilliseconds(tokens.Max(token => token.EndMs) ?? 0);
        return new Transcript(tokens, last > row.Duration ? last : row.Duration, null)
        {
            Speakers = [.. (Speakers(row) ?? []).Select(Speaker)],
            Tracks = [.. (row.Tracks() ?? []).Select(t => new TranscriptTrack(t.Track, t.Language, t.Title))],
        };
    }

    /// <summary>Speakers with the names that people gave, which are no guesses, before those of known voices.</summary>
    /// <param name="row">What belongs to it.</param>
    /// <returns>Null where speakers were not told, and nobody has named any.</returns>
    public IReadOnlyList<SpeakerEntry>? Speakers(TranscriptionRow row)
    {
        var told = row.Speakers();
        if (SpeakerNamesJson is null) return told;
        List<SpeakerEntry> speakers = [.. told ?? []];
        foreach (var (label, name) in NamesOf(SpeakerNamesJson))
        {
            var index = speakers.FindIndex(speaker => speaker.Speaker == label);
            if (index < 0) speakers.Add(new SpeakerEntry { Speaker = label, Name = name });
            else speakers[index] = speakers[index] with { Name = name, Certainty = null };
        }
        return speakers;
    }

    private static TranscriptSpeaker Speaker(SpeakerEntry speaker)
        => new(speaker.Speaker, speaker.Name, speaker.Certainty, null) { Track = speaker.Track };
}
