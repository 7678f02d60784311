using System.Text.Json;
using Hansard.Server.Contract;
using Hansard.Server.Http;

namespace Hansard.Server.Transcriptions;

/// <summary>Labels that a transcription is to have.</summary>
/// <param name="Tags">All of its tags, each once; null: as they are.</param>
/// <param name="Notes">Its notes; null: as they are.</param>
/// <param name="Version">The version that is changed; null: whichever it has.</param>
internal sealed record TranscriptionLabels(IReadOnlyList<string>? Tags, string? Notes, int? Version)
{
    /// <summary>Characters of a tag at most.</summary>
    public const int MaximumTag = 64;

    private const int MostTags = 50;
    private const int MaximumNotes = 10_000;

    /// <param name="json">An object.</param>
    /// <exception cref="ApiException">Something is wrong; every fault is named.</exception>
    public static TranscriptionLabels Read(JsonElement json)
    {
        var errors = new ValidationErrors();
        var body = new FieldReader(json, JsonBody.Root, errors);
        var tags = body.Texts("tags", MostTags, MaximumTag, "tag", StringComparer.OrdinalIgnoreCase);
        var labels = new TranscriptionLabels(tags, body.Text("notes", MaximumNotes), body.Integer("version", 0, int.MaxValue));
        return errors.Count == 0 ? labels : throw ApiException.Invalid(errors);
    }
}
