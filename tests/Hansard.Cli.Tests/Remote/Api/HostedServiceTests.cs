using System.Text;
using static Hansard.Cli.Tests.HansardProcess;

namespace Hansard.Cli.Tests.Remote.Api;

/// <summary>A server that has only what the vendor's cloud has: no events, no formats, no account, no cancelling.</summary>
[Collection(RemoteServerTests.Name)]
public sealed class HostedServiceTests(RemoteServer server)
{
    [Fact]
    public async Task Its_jobs_are_asked_for_and_its_transcripts_brought_into_every_form_here()
    {
        var user = await server.NewUserAsync();
        await using var service = await Intermediary.StartAsync(user.Server, async (context, forward) =>
        {
            var path = context.Request.Path.Value!;
            if (path is "/v1/events" or "/v1/account" || path.EndsWith("/cancel", StringComparison.Ordinal))
            {
                await AnswerAsync(context, 404, """{"status_code":404,"error_type":"not_found","message":"There is no such call."}""");
                return;
            }
            if (path.EndsWith("/transcript", StringComparison.Ordinal)) context.Request.QueryString = default;
            await forward();
        });
        var hosted = new Dictionary<string, string>(user.Environment) { ["HANSARD_URL"] = service.Address.OriginalString };
        string[] submit = ["submit", Clip("en_LJ001-0008.wav"), "--wait", "--diarize"];

        var text = await user.RunAsync(hosted, "", submit);
        var subtitles = await user.RunAsync(hosted, "", [.. submit, "--format", "srt"]);

        Assert.Equal((0, ""), (text.Code, text.Error));
        Assert.Equal("Speaker 1: has never been surpassed.\n", text.Output, ignoreCase: true);
        Assert.StartsWith("1\n00:00:00,", subtitles.Output, StringComparison.Ordinal);
        var id = (await user.ListAsync("transcriptions"))[0].GetProperty("id").GetString()!;
        foreach (var format in (string[])["txt", "md", "csv", "srt", "vtt", "ass", "rttm", "json"])
        {
            var own = await user.RunAsync("get", id, "--format", format);
            var made = await user.RunAsync(hosted, "", "get", id, "--format", format);
            Assert.Equal((0, own.Output), (made.Code, made.Output));
        }
        MustBeOneSentence(await user.RunAsync(hosted, "", "cancel", id), "This server cannot cancel.");
    }

    [Fact]
    public async Task Requests_that_are_too_many_or_meet_a_proxy_without_its_server_are_sent_again()
    {
        var user = await server.NewUserAsync();
        var requests = 0;
        await using var proxy = await Intermediary.StartAsync(user.Server, async (context, forward) =>
        {
            switch (requests++)
            {
                case 0:
                    context.Response.Headers.RetryAfter = "1";
                    await AnswerAsync(context, 429, """{"status_code":429,"error_type":"limit_exceeded","message":"Too many."}""");
                    break;
                case 1:
                    await AnswerAsync(context, 502, "<html>Bad gateway</html>");
                    break;
                default:
                    await forward();
                    break;
            }
        });

        var through = new Dictionary<string, string>(user.Environment) { ["HANSARD_URL"] = proxy.Address.OriginalString };
        var result = await user.RunAsync(through, "", "list");

        Assert.Equal((0, "", 3), (result.Code, result.Error, requests));
    }

    [Theory]
    [InlineData(500, "<html>", "answers with the status 500.")]
    [InlineData(404, "nothing", "does not know this call: either it is no server of this API, or it lacks this part of it.")]
    [InlineData(200, "<html>", "answers, but not as a server of this API:")]
    [InlineData(301, "", "sends clients to https://example.org/: use that address instead.")]
    [InlineData(
        429, """{"error_type":"limit_exceeded","message":"There are as many files\nas may be: delete some."}""",
        "There are as many files as may be: delete some.")]
    public async Task Other_answers_are_one_sentence(int status, string body, string message)
    {
        var user = await server.NewUserAsync();
        await using var proxy = await Intermediary.StartAsync(user.Server, (context, _) =>
        {
            context.Response.Headers.RetryAfter = "3600";
            if (status == 301) context.Response.Headers.Location = "https://example.org/";
            return AnswerAsync(context, status, body);
        });

        var through = new Dictionary<string, string>(user.Environment) { ["HANSARD_URL"] = proxy.Address.OriginalString };
        MustBeOneSentence(await user.RunAsync(through, "", "list"), message);
    }

    private static async Task AnswerAsync(Microsoft.AspNetCore.Http.HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body), context.RequestAborted);
    }
}
