using Hansard.Server.Contract;
using Hansard.Server.Http;
using Hansard.Server.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hansard.Server.Administration;

/// <summary>GET /v1/account.</summary>
internal static class AccountApi
{
    private static readonly string Version = typeof(AccountApi).Assembly.GetName().Version?.ToString(3) ?? "";

    /// <summary>Adds the route.</summary>
    public static void MapAccount(this IEndpointRouteBuilder routes) => routes.MapGet("/v1/account", Answer)
        .WithTags("Account")
        .Ok<AccountResponse>("Tell the project and the rights of the request's key");

    private static IResult Answer(HttpContext context)
    {
        var holder = context.Holder();
        return Reply.Json(new AccountResponse(
            holder.Project.Name, holder.KeyId is null ? null : holder.KeyName, holder.IsAdministrator, Version));
    }
}
