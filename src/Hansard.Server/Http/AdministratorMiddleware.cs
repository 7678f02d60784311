using Hansard.Server.Configuration;
using Hansard.Server.Contract;
using Hansard.Server.Projects;
using Microsoft.AspNetCore.Http;

namespace Hansard.Server.Http;

/// <summary>Ends calls about the whole server that no administrator makes; they count toward the requests of their project.</summary>
internal sealed class AdministratorMiddleware(RequestDelegate next, HansardServerOptions options)
{
    /// <summary>Runs the rest of the pipeline.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var isMeant = context.GetEndpoint()?.Metadata.GetMetadata<AdministratorsOnly>() is not null;
        if (!isMeant || context.Features.Get<KeyHolder>() is { IsAdministrator: true }) return next(context);
        throw new ApiException(
            403, ErrorTypes.PermissionDenied,
            options.NoAuth
                ? "Without keys (--no-auth) only requests of this machine that no proxy has passed on administer the server."
                : "Only an administrator's key may do this: 'hansard keys create --admin' on the server makes one.");
    }
}
