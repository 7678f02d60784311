using Hansard.Resilience.Reports;

namespace Hansard.Resilience.Input.Http;

/// <summary>Every operation of the server's own OpenAPI document, and what else it answers, with bodies,
/// queries and headers that are wrong.</summary>
public sealed class HttpOperationTests(ResilienceReport report)
{
    [Fact]
    public Task Wrong_requests_are_answered_by_an_error_of_the_protocol() => TryAsync(isLong: false);

    [Fact(Explicit = true)]
    public Task Wrong_requests_are_answered_by_an_error_of_the_protocol_by_the_thousand() => TryAsync(isLong: true);

    private async Task TryAsync(bool isLong)
    {
        var run = InputRun.Of("HTTP operations", isLong, 1_000, 100_000);
        await using var server = await HttpInputServer.StartAsync();
        var operations = Operation.All(server.Document);
        var maker = new RequestMaker(new SchemaValues(server.Document, server.Things), server.Things, server.Key);
        var rules = new AnswerRules(server.Document);
        await run.TryAllAsync(4, async input =>
        {
            // In turns, so that the shortest run has each of them.
            var operation = operations[input.Index % operations.Count];
            var request = maker.Make(input, operation);
            var answer = await RawExchange.SendAsync(
                server.Server.Host.Address, request.Bytes, request.Method != "HEAD", endsBy: "text/event-stream");
            if (answer.MediaType == "text/event-stream") return "200";
            rules.Check(request, operation, answer);
            return $"{answer.Status}";
        });
        run.End(report, await server.CheckAsync(run));
    }
}
