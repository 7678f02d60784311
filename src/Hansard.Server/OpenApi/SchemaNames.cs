using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Hansard.Server.Contract;
using Microsoft.AspNetCore.OpenApi;

namespace Hansard.Server.OpenApi;

/// <summary>Names of the objects in the OpenAPI document: those of the API, not of the types that they are made from.</summary>
internal static class SchemaNames
{
    private static readonly string[] Suffixes = ["Response", "Body", "Entry"];

    /// <summary>Names the schema of a type.</summary>
    /// <returns>Null for a schema that is written where it is used: a list, a text, one of a few words, or JSON of any shape.</returns>
    public static string? Of(JsonTypeInfo type)
    {
        var underlying = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        var isInline = underlying == typeof(JsonElement) || underlying.IsEnum;
        return isInline || OpenApiOptions.CreateDefaultSchemaReferenceId(type) is not { } name ? null : Of(name);
    }

    /// <summary>Names a type of <see cref="Contract"/>: FilesResponse is a FileList, FileResponse a File.</summary>
    public static string Of(string typeName) => typeName switch
    {
        nameof(TranscriptionBody) => "NewTranscription",
        nameof(TranslationBody) => "TranslationOptions",
        "TranscriptToken" => "Token",
        nameof(FilesResponse) => "FileList",
        nameof(TranscriptionsResponse) => "TranscriptionList",
        nameof(KnownSpeakerBody) => "NewKnownSpeaker",
        nameof(KnownSpeakersResponse) => "KnownSpeakerList",
        nameof(RevisionBody) => "NewRevision",
        nameof(RevisionSegmentBody) => "NewRevisionSegment",
        nameof(RevisionsResponse) => "RevisionList",
        nameof(ModelsResponse) => "ModelList",
        nameof(ProjectBody) => "NewProject",
        nameof(ProjectsResponse) => "ProjectList",
        nameof(KeyBody) => "NewKey",
        nameof(KeysResponse) => "KeyList",
        nameof(TemporaryKeyBody) => "NewTemporaryKey",
        nameof(ClientSecretBody) => "NewClientSecret",
        nameof(TranscriptionSessionBody) => "NewTranscriptionSession",
        nameof(StreamHistoryEntry) => "StreamHistoryPeriod",
        nameof(UsageLogsResponse) => "UsageLogList",
        nameof(UsageSummaryEntry) => "UsageOfModel",
        _ => Suffixes.FirstOrDefault(typeName.EndsWith) is { } suffix ? typeName[..^suffix.Length] : typeName,
    };
}
