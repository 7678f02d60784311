using System.Text.Json.Nodes;
using Hansard.Translation.Remote;

namespace Hansard.Translation.Tests.Remote;

public sealed class RemoteServiceTests
{
    [Fact]
    public async Task LibreTranslate_gets_all_sentences_in_one_request()
    {
        JsonNode? request = null;
        await using var service = new LocalService((_, path, body) =>
        {
            request = body;
            return (path == "/translate" ? 200 : 404, """{"translatedText":["Guten Morgen allerseits.","Wir gehen jetzt."]}""");
        });
        await using var catalogue = Open(Options(service, RemoteTranslatorKind.LibreTranslate) with { ApiKey = "key" });
        var results = await TranslateAsync(catalogue, "Good morning everybody.", "We are leaving now.");
        Assert.Equal(["Guten Morgen allerseits.", "Wir gehen jetzt."], results);
        Assert.Equal(
            """{"q":["Good morning everybody.","We are leaving now."],"source":"en","target":"de","format":"text","api_key":"key"}""",
            request!.ToJsonString());
    }

    [Fact]
    public async Task A_chat_endpoint_is_asked_sentence_by_sentence_and_told_the_terms()
    {
        await using var service = new LocalService((_, path, body) =>
        {
            var task = body["messages"]![0]!["content"]!.GetValue<string>();
            var translation = task.Contains("\"Schlaganfall\"", StringComparison.Ordinal)
                ? "Er hatte einen Schlaganfall."
                : "Er hatte einen Hirnschlag.";
            return (
                path == "/v1/chat/completions" ? 200 : 404,
                $$$"""{"choices":[{"message":{"role":"assistant","content":"{{{translation}}}"}}]}""");
        });
        var options = Options(service, RemoteTranslatorKind.Chat) with
        {
            BaseAddress = new Uri(service.Address, "/v1"),
            Model = "m",
            ApiKey = "secret",
        };
        await using var catalogue = Open(options);
        var translator = catalogue.Find(new LanguagePair("en", "de"))!;
        var result = await translator.TranslateAsync(
            ["He had a stroke."], [new("stroke", "Schlaganfall")], TestContext.Current.CancellationToken);
        Assert.Equal("Er hatte einen Schlaganfall.", result[0].Text);
        Assert.Equal("Bearer secret", service.Authorization);
    }

    [Fact]
    public async Task A_busy_service_is_asked_again()
    {
        await using var service = new LocalService(
            (n, _, _) => n < 2 ? (503, "busy") : (200, """{"translatedText":["Hallo zusammen."]}"""));
        await using var catalogue = Open(Options(service, RemoteTranslatorKind.LibreTranslate));
        Assert.Equal(["Hallo zusammen."], await TranslateAsync(catalogue, "Hello everybody."));
        Assert.Equal(3, service.Requests);
    }

    [Theory]
    [InlineData(403, "no", 1, "answered 403")]
    [InlineData(500, "broken", 3, "answered 500")]
    [InlineData(200, "<html>", 1, "not JSON")]
    [InlineData(200, """{"translatedText":["a","b"]}""", 1, "no translations")]
    [InlineData(200, """{"translatedText":[1]}""", 1, "no translations")]
    [InlineData(200, null, 3, "did not answer within")]
    public async Task A_failing_service_fails_with_a_message_that_names_it(int status, string? body, int requests, string message)
    {
        await using var service = new LocalService((_, _, _) => (status, body));
        await using var catalogue = Open(Options(service, RemoteTranslatorKind.LibreTranslate));
        var error = await Assert.ThrowsAsync<TranslationException>(() => TranslateAsync(catalogue, "Hello everybody."));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(service.Address.Authority, error.Message, StringComparison.Ordinal);
        Assert.Equal(requests, service.Requests);
    }

    [Fact]
    public async Task A_service_that_says_why_it_fails_is_quoted_without_the_key()
    {
        await using var service = new LocalService((_, _, _) => (400, """{"error": "de is not supported for the key a-secret"}"""));
        await using var catalogue = Open(Options(service, RemoteTranslatorKind.LibreTranslate) with { ApiKey = "a-secret" });
        var error = await Assert.ThrowsAsync<TranslationException>(() => TranslateAsync(catalogue, "Hello everybody."));
        Assert.Contains("it answered 400: de is not supported for the key …", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_service_is_used_that_was_not_configured()
        => Assert.Null(TranslatorCatalogue.Open(new TranslationSettings { ModelsDirectory = Fixtures.Models, ApertiumModes = null })
            .Find(new LanguagePair("en", "de")));

    private static RemoteTranslatorOptions Options(LocalService service, RemoteTranslatorKind kind) => new()
    {
        Kind = kind,
        BaseAddress = service.Address,
        Languages = ["en", "de"],
        Timeout = TimeSpan.FromSeconds(1),
        Retries = 2,
        RetryDelay = TimeSpan.FromMilliseconds(10),
    };

    private static TranslatorCatalogue Open(RemoteTranslatorOptions options) => TranslatorCatalogue.Open(
        new TranslationSettings { ModelsDirectory = Fixtures.Models, ApertiumModes = null, Remote = [options] });

    private static async Task<IEnumerable<string>> TranslateAsync(TranslatorCatalogue catalogue, params string[] sentences)
        => (await catalogue.Find(new LanguagePair("en", "de"))!.TranslateAsync(sentences, [], TestContext.Current.CancellationToken))
            .Select(r => r.Text);
}
