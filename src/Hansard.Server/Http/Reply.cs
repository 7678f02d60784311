using Hansard.Server.Contract;
using Microsoft.AspNetCore.Http;

namespace Hansard.Server.Http;

/// <summary>Answers of the API.</summary>
internal static class Reply
{
    /// <summary>Answers with a body as the contract writes it, whatever the program that hosts the API does with its own.</summary>
    public static IResult Json<T>(T body, int statusCode = 200) => Results.Json(body, JsonSettings.Stored, statusCode: statusCode);
}
