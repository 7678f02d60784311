using System.Text.Json;
using Hansard.Server.Tests.OpenApi;

namespace Hansard.Resilience.Input.Http;

/// <summary>Holds answers against what must be true of them, whatever was sent.</summary>
/// <param name="document">The OpenAPI document of the server.</param>
internal sealed class AnswerRules(JsonElement document)
{
    private const string Malformed = "The request is malformed:";

    private static readonly string[] Error = ["status_code", "error_type", "message", "validation_errors", "request_id", "more_info"];

    private static readonly string[] Doors = ["/asr", "/detect-language", "/status", "/mcp"];

    /// <summary>Checks an answer.</summary>
    /// <param name="request">The request that it answers.</param>
    /// <param name="operation">The operation that was meant.</param>
    /// <param name="answer">The answer.</param>
    public void Check(PreparedRequest request, Operation operation, RawAnswer answer)
    {
        Assert.True(answer.Status != 0, "The connection ended without an answer.");
        Assert.True(answer.IsWhole, $"The answer {answer.Status} is cut off.");
        Assert.True(
            answer.Status < 500 || (answer.Status == 503 && answer.Headers.ContainsKey("retry-after")) || IsUndecodable(operation,
                answer),
            $"It answered {answer.Status}: {answer.Text}");
        Assert.True(answer.Headers.ContainsKey("x-request-id") || !request.Target.StartsWith("/v1", StringComparison.Ordinal),
            "No request id.");
        if (answer.Status < 400 || request.Method == "HEAD") return;
        Assert.DoesNotMatch(@"\bat Hansard\.|\bat System\.|\b[A-Z]\w+Exception\b|[a-z]:line \d", answer.Text);
        if (operation.Template.Split('/') is [_, var first, ..] && Doors.Contains($"/{first}")
            && !answer.Text.Contains("\"status_code\"")) return;
        CheckShape(answer);
        if (operation.IsDescribed && operation.Method == request.Method) CheckDescription(operation, answer);
    }

    // The protocol of whisper-asr-webservice has no other code for it.
    private static bool IsUndecodable(Operation operation, RawAnswer answer)
        => answer.Status == 500 && operation.Template is "/asr" or "/detect-language" && answer.MediaType == "text/plain";

    private static void CheckShape(RawAnswer answer)
    {
        Assert.Equal("application/json", answer.MediaType);
        using var json = JsonDocument.Parse(answer.Body);
        if (json.RootElement.TryGetProperty("error", out var error))
        {
            Assert.Equal(["message", "type", "param", "code"], error.EnumerateObject().Select(member => member.Name));
            Assert.NotEmpty(error.GetProperty("message").GetString()!);
            return;
        }
        Assert.Equal(Error, json.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal(answer.Status, json.RootElement.GetProperty("status_code").GetInt32());
        Assert.NotEmpty(json.RootElement.GetProperty("message").GetString()!);
        Assert.Equal(answer.Headers["x-request-id"], json.RootElement.GetProperty("request_id").GetString());
        Assert.StartsWith("http", json.RootElement.GetProperty("more_info").GetString(), StringComparison.Ordinal);
    }

    private void CheckDescription(Operation operation, RawAnswer answer)
    {
        // What is no HTTP has no operation.
        if (answer.Text.Contains(Malformed, StringComparison.Ordinal)) return;
        var checker = new AnswerChecker(document);
        checker.Check(operation.Method, operation.Template, answer.Status, answer.Text);
        Assert.True(checker.Faults.Count == 0, string.Join('\n', checker.Faults));
    }
}
