using Hansard.Server.Contract;
using Microsoft.AspNetCore.Http;

namespace Hansard.Server.Http;

/// <summary>The thing that a request was about, where its address does not say: a feature of the request.</summary>
/// <param name="Id">Its id; null: it has none.</param>
internal sealed record AccessedResource(string? Id)
{
    /// <summary>The kind of what is found in all transcripts of a project.</summary>
    public const string Search = "search";

    /// <summary>The project that it belongs to, where no key says; null: that of the key.</summary>
    public string? ProjectId { get; init; }

    /// <summary>Id of the link that was followed; null: none was.</summary>
    public string? ShareId { get; init; }

    /// <summary>One of <see cref="AccessAction"/>, where the address does not say; null: that of the address.</summary>
    public string? Action { get; init; }

    /// <summary>Kind of the thing, where the address does not say; null: that of the address.</summary>
    public string? Resource { get; init; }

    /// <summary>Names it for the record.</summary>
    public static void Note(HttpContext context, string id) => context.Features.Set(new AccessedResource(id));
}
