using Hansard.Server.Projects;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Hansard.Server.Http;

/// <summary>The project of a request, and its key.</summary>
internal static class RequestProject
{
    /// <summary>The project that the request's key, or the signature of its address, belongs to; only under /v1.</summary>
    public static Project Project(this HttpContext context) => context.Features.GetRequiredFeature<KeyHolder>().Project;

    /// <summary>The name of the request's key; empty where the server asks for none, and only under /v1.</summary>
    public static string KeyName(this HttpContext context) => context.Features.GetRequiredFeature<KeyHolder>().KeyName;

    /// <summary>The holder of the request's key; only under /v1.</summary>
    public static KeyHolder Holder(this HttpContext context) => context.Features.GetRequiredFeature<KeyHolder>();
}
