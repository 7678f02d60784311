using Hansard.Server.Contract;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Hansard.Server.OpenApi;

/// <summary>Describes routes in the OpenAPI document.</summary>
internal static class EndpointDescriptions
{
    /// <summary>Answers 200 with this body.</summary>
    public static RouteHandlerBuilder Ok<T>(this RouteHandlerBuilder route, string summary) => route.WithSummary(summary).Produces<T>();

    /// <summary>Answers 200 or 206 with bytes.</summary>
    public static RouteHandlerBuilder Bytes(this RouteHandlerBuilder route, string summary)
        => route.WithSummary(summary).Produces<byte[]>(200, "application/octet-stream").Produces<byte[]>(206, "application/octet-stream");

    /// <summary>Answers 200 with events until one side ends it.</summary>
    public static RouteHandlerBuilder EventStream(this RouteHandlerBuilder route, string summary)
        => route.WithSummary(summary).Produces<string>(200, "text/event-stream");

    /// <summary>Answers 201 with this body.</summary>
    public static RouteHandlerBuilder Created<T>(this RouteHandlerBuilder route, string summary)
        => route.WithSummary(summary).Produces<T>(201);

    /// <summary>Answers 202 with this body.</summary>
    public static RouteHandlerBuilder Accepted<T>(this RouteHandlerBuilder route, string summary)
        => route.WithSummary(summary).Produces<T>(202);

    /// <summary>Answers 204.</summary>
    public static RouteHandlerBuilder Deleted(this RouteHandlerBuilder route, string summary) => route.WithSummary(summary).Produces(204);

    /// <summary>May also answer these errors; 400, 401, 429, 500 and 503 go without saying.</summary>
    public static RouteHandlerBuilder Errors(this RouteHandlerBuilder route, params int[] statusCodes)
    {
        foreach (var status in statusCodes) route.Produces<ErrorResponse>(status);
        return route;
    }

    /// <summary>Takes limit and cursor.</summary>
    public static RouteHandlerBuilder Paged(this RouteHandlerBuilder route) => route.Query(
        new QueryParameter("limit", "integer", false, "1 to 1000, default 1000."),
        new QueryParameter("cursor", "string", false, "The next_page_cursor of the page before; empty or absent: the first page."));

    /// <summary>Takes these parameters.</summary>
    public static RouteHandlerBuilder Query(this RouteHandlerBuilder route, params QueryParameter[] parameters)
        => route.WithMetadata([.. parameters]);

    /// <summary>Takes a multipart form with a file, and these texts.</summary>
    public static RouteHandlerBuilder UploadsFile(this RouteHandlerBuilder route, params FormField[] fields)
        => route.WithMetadata(new FileUploadBody(fields));
}

/// <summary>Tells that the errors of a route have a body of their own, for the OpenAPI document.</summary>
/// <param name="Type">Type of the body.</param>
internal sealed record ErrorBody(Type Type);

/// <summary>A query parameter, for the OpenAPI document.</summary>
/// <param name="Name">In the query.</param>
/// <param name="Type">The JSON type.</param>
/// <param name="Required">True where it must be given.</param>
/// <param name="Description">For people.</param>
internal sealed record QueryParameter(string Name, string Type, bool Required, string Description);

/// <summary>Marks a route whose body is a multipart form with a file, for the OpenAPI document.</summary>
/// <param name="Fields">Its texts.</param>
internal sealed record FileUploadBody(IReadOnlyList<FormField> Fields);

/// <summary>A text of a multipart form, for the OpenAPI document.</summary>
/// <param name="Name">In the form.</param>
/// <param name="Description">For people.</param>
/// <param name="MaximumLength">The most characters; null: not said.</param>
internal sealed record FormField(string Name, string Description, int? MaximumLength = null);
