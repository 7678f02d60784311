using Microsoft.AspNetCore.Http;

namespace Hansard.Server.Http;

/// <summary>Marks a connection as used while it serves a request that has got past authentication.</summary>
internal sealed class ConnectionUseMiddleware(RequestDelegate next)
{
    /// <summary>Runs the rest of the pipeline.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        var connection = context.Features.Get<Projects.KeyHolder>() is null ? null : context.Features.Get<OpenConnection>();
        connection?.BeginRequest();
        try
        {
            await next(context);
        }
        finally
        {
            connection?.EndRequest();
        }
    }
}
