using Hansard.Server.Projects;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Hansard.Server.Http;

/// <summary>The project of a request.</summary>
internal static class RequestProject
{
    /// <summary>The project that the request's key, or the signature of its address, belongs to; only under /v1.</summary>
    public static Project Project(this HttpContext context) => context.Features.GetRequiredFeature<Project>();
}
