using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Hansard.Engine.Transcripts;
using Hansard.Server.Contract;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Hansard.Server.OpenApi;

/// <summary>The OpenAPI 3.1 document at /openapi/v1.json, made from the routes themselves, and a page that shows it at /docs.</summary>
internal static class OpenApiSetup
{
    private const string SchemeName = "key";

    private static readonly UsualError[] UsualErrors =
    [
        new("400", "The request is wrong"),
        new("401", "No or a wrong key"),
        new("429", "A limit is reached"),
        new("500", "A fault of the server"),
        new("503", "The database is locked, or the disk full: try again as Retry-After says"),
    ];

    /// <summary>Adds what makes the document.</summary>
    public static void AddOpenApiDocument(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.CreateSchemaReferenceId = SchemaNames.Of;
        options.AddDocumentTransformer((document, _, _) =>
        {
            Describe(document);
            return Task.CompletedTask;
        });
        options.AddOperationTransformer(DescribeOperationAsync);
        options.AddSchemaTransformer((schema, context, _) =>
        {
            var type = context.JsonTypeInfo.Type;
            // Answers carry every field, null where empty, but for those that are only there where they are asked for; a token or a
            // speaker only those that apply, and none of them is ever null.
            var isAnswer = type.Namespace == typeof(ErrorResponse).Namespace && !IsRequest(type) && !LeavesOut(type);
            if (isAnswer && schema.Properties is { } fields)
            {
                schema.Required = fields.Keys
                    .Except(context.JsonTypeInfo.Properties.Where(IsLeftOut).Select(property => property.Name), StringComparer.Ordinal)
                    .ToHashSet(StringComparer.Ordinal);
            }
            if (LeavesOut(context.JsonPropertyInfo?.DeclaringType) || IsLeftOut(context.JsonPropertyInfo))
                schema.Type &= ~JsonSchemaType.Null;
            return Task.CompletedTask;
        });
    });

    /// <summary>Adds the routes.</summary>
    public static void MapOpenApiDocument(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi("/openapi/{documentName}.json");
        DocsPage.Map(routes);
    }

    private static bool IsRequest(Type type) => type.Name.EndsWith("Body", StringComparison.Ordinal);

    private static bool IsLeftOut(JsonPropertyInfo? property)
        => property?.AttributeProvider?.IsDefined(typeof(JsonIgnoreAttribute), inherit: true) is true;

    private static bool LeavesOut(Type? type)
        => type == typeof(TranscriptToken) || type == typeof(SpeakerEntry) || type == typeof(TrackEntry)
            || type == typeof(PassageEntry) || type == typeof(ShareResponse);

    private static void Describe(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Hansard",
            Version = "v1",
            Description =
                "Upload a recording, or name its URL; create a transcription; poll it, or wait for the webhook; read the transcript.",
        };

        // The address in the browser is the right one, whatever this server believes to be called.
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [SchemeName] =
                new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API key of this server." },
        };
        foreach (var (path, item) in document.Paths)
            foreach (var operation in item.Operations!.Values.Where(_ => path.StartsWith("/v1", StringComparison.Ordinal)))
                operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(SchemeName, document)] = [] }];
    }

    private static async Task DescribeOperationAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var parameters = metadata.OfType<QueryParameter>().ToList();
        if (parameters.Count > 0)
        {
            operation.Parameters ??= [];
            foreach (var parameter in parameters) operation.Parameters.Add(Parameter(parameter));
        }

        if (metadata.OfType<FileUploadBody>().SingleOrDefault() is { } upload) operation.RequestBody = UploadBody(upload.Fields);
        if (context.Description.RelativePath?.StartsWith("v1", StringComparison.Ordinal) == true)
            await DescribeErrorsAsync(operation, context, cancellationToken);
        Examples.Add(operation, $"{context.Description.HttpMethod} /{context.Description.RelativePath?.TrimEnd('/')}");
    }

    private static async Task DescribeErrorsAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var own = context.Description.ActionDescriptor.EndpointMetadata.OfType<ErrorBody>().SingleOrDefault();
        var type = own?.Type ?? typeof(ErrorResponse);
        var name = SchemaNames.Of(type.Name);
        context.Document!.AddComponent(name, await context.GetOrCreateSchemaAsync(type, null, cancellationToken));
        operation.Responses ??= [];
        foreach (var (status, description) in UsualErrors)
        {
            operation.Responses.TryAdd(status, new OpenApiResponse
            {
                Description = description,
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["application/json"] = new() { Schema = new OpenApiSchemaReference(name, context.Document) },
                },
            });
        }
    }

    private static OpenApiParameter Parameter(QueryParameter parameter) => new()
    {
        Name = parameter.Name,
        In = ParameterLocation.Query,
        Required = parameter.Required,
        Description = parameter.Description,
        Schema = new OpenApiSchema { Type = parameter.Type == "integer" ? JsonSchemaType.Integer : JsonSchemaType.String },
    };

    private static OpenApiRequestBody UploadBody(IReadOnlyList<FormField> fields)
    {
        var properties = new Dictionary<string, IOpenApiSchema>
        {
            ["file"] = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Format = "binary",
                Description = "The recording, with a filename.",
            },
        };
        foreach (var field in fields)
        {
            properties[field.Name] = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                MaxLength = field.MaximumLength,
                Description = field.Description,
            };
        }

        return new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["multipart/form-data"] = new()
                {
                    Schema = new OpenApiSchema
                    {
                        Type = JsonSchemaType.Object,
                        Required = new HashSet<string> { "file" },
                        Properties = properties,
                    },
                },
            },
        };
    }

    /// <summary>An error that any call may answer.</summary>
    private sealed record UsualError(string Status, string Description);
}
