using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Hansard.Server.Configuration;
using Hansard.Server.Fetching;
using Hansard.Server.Outbound;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Server.Tests.Outbound;

public sealed class OutboundGuardTests
{
    public static TheoryData<string, string> HostileUrls => Outbound.HostileUrls.All;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(HostileUrls))]
    public async Task A_hostile_url_is_refused_with_the_reason(string url, string reason)
    {
        using var fetcher = Fetcher(AllowedHosts.None, Outbound.HostileUrls.Resolver());

        var refusal = await Record.ExceptionAsync(() => FetchAsync(fetcher, new Uri(url)));

        AssertRefused(refusal, reason);
    }

    [Theory]
    [MemberData(nameof(HostileUrls))]
    public async Task A_redirect_to_a_hostile_url_is_refused_with_the_reason(string url, string reason)
    {
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.StatusCode = 302;
            context.Response.Headers.Location = url;
            return Task.CompletedTask;
        });
        using var fetcher = Fetcher(AllowedHosts.Parse([server.Authority]), Outbound.HostileUrls.Resolver());

        var refusal = await Record.ExceptionAsync(() => FetchAsync(fetcher, server.Url()));

        AssertRefused(refusal, reason);
        Assert.Equal(1, server.Requests);
    }

    [Theory]
    [InlineData("10.1.2.3", "a private address")]
    [InlineData("::ffff:10.1.2.3", "a private address in IPv6 form")]
    [InlineData("fd12:3456::1", "a private (unique local) address")]
    [InlineData("169.254.169.254", "a cloud metadata address")]
    public async Task A_refusal_says_what_kind_of_address_a_name_leads_to_and_not_which(string address, string kind)
    {
        var guard = new OutboundGuard(AllowedHosts.None, new ScriptedResolver().Answer("inside.test", [address]));

        var refusal = await Assert.ThrowsAsync<OutboundRefusedException>(() => guard.ResolveAsync("inside.test", 443, "p", Cancel));

        Assert.Contains($"it resolves to {kind}.", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(address, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("10.1.2.3", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_list_of_hostile_urls_is_long_enough_to_mean_something() => Assert.True(Outbound.HostileUrls.All.Count >= 90);

    [Fact]
    public async Task A_name_that_changes_its_address_after_the_check_gains_nothing()
    {
        await using var trap = await LoopbackServer.StartAsync(context => context.Response.WriteAsync("secret", Cancel));
        // A public address that nothing listens on first, then the loopback address on which the trap does.
        var resolver = new ScriptedResolver().Answer("rebind.test", ["192.31.196.1"], ["127.0.0.1"]);
        using var fetcher = Fetcher(AllowedHosts.None, resolver);

        await Assert.ThrowsAsync<AudioFetchException>(
            () => FetchAsync(fetcher, new Uri($"http://rebind.test:{trap.Port}/a.mp3")));

        Assert.Equal(1, resolver.Asked["rebind.test"]);
        Assert.Equal(0, trap.Requests);
    }

    [Fact]
    public async Task A_name_that_changes_its_address_between_two_tries_is_refused_at_the_second()
    {
        await using var trap = await LoopbackServer.StartAsync(context => context.Response.WriteAsync("secret", Cancel));
        var resolver = new ScriptedResolver().Answer("rebind.test", ["192.31.196.1"], ["127.0.0.1"]);
        using var fetcher = Fetcher(AllowedHosts.None, resolver);
        var url = new Uri($"http://rebind.test:{trap.Port}/a.mp3");

        await Assert.ThrowsAsync<AudioFetchException>(() => FetchAsync(fetcher, url));
        AssertRefused(await Record.ExceptionAsync(() => FetchAsync(fetcher, url)), "loopback");

        Assert.Equal(0, trap.Requests);
    }

    [Fact]
    public async Task A_job_with_a_hostile_url_is_refused_or_ends_in_an_error_that_says_why()
    {
        await using var server = await TestServer.StartAsync(
            options => options.Limits.PendingTranscriptions = 1000,
            replace: services => services.AddSingleton<IHostResolver>(Outbound.HostileUrls.Resolver()));
        foreach (var url in Outbound.HostileUrls.Malformed.Concat(Outbound.HostileUrls.All.Select(row => row.Data.Item1)))
        {
            using var response = await server.PostAsync(
                "/v1/transcriptions", JsonSerializer.Serialize(new { model = "stt-async-v5", audio_url = url }));
            if (response.StatusCode == HttpStatusCode.BadRequest)
            {
                await Answer.ErrorAsync(response, 400, "invalid_request");
                continue;
            }

            var ended = await server.EndAsync(await Answer.OkAsync(response, 201));
            Assert.Equal("audio_url_failed", ended.String("error_type"));
            Assert.NotEmpty(ended.String("error_message"));
        }
    }

    [Fact]
    public async Task An_allowed_host_does_not_open_its_other_ports()
    {
        await using var server = await LoopbackServer.StartAsync(context => context.Response.WriteAsync("secret", Cancel));
        using var fetcher = Fetcher(AllowedHosts.Parse([$"127.0.0.1:{server.Port + 1}"]), new ScriptedResolver());

        AssertRefused(await Record.ExceptionAsync(() => FetchAsync(fetcher, server.Url())), "loopback");

        Assert.Equal(0, server.Requests);
    }

    [Fact]
    public async Task An_allowed_host_without_a_port_opens_every_port()
    {
        await using var server = await LoopbackServer.StartAsync(context => context.Response.WriteAsync("audio", Cancel));
        using var fetcher = Fetcher(AllowedHosts.Parse(["127.0.0.1"]), new ScriptedResolver());

        Assert.Equal(5, await FetchAsync(fetcher, server.Url()));
    }

    [Fact]
    public async Task An_allowed_name_does_not_open_the_address_behind_it()
    {
        var resolver = new ScriptedResolver().Answer("media.test", ["127.0.0.1"]);
        var guard = new OutboundGuard(AllowedHosts.Parse(["media.test"]), resolver);

        Assert.Equal(IPAddress.Loopback, Assert.Single(await guard.ResolveAsync("media.test", 80, "p", Cancel)));
        await Assert.ThrowsAsync<OutboundRefusedException>(() => guard.ResolveAsync("127.0.0.1", 80, "p", Cancel));
    }

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("172.32.0.1")]
    [InlineData("100.128.0.1")]
    [InlineData("169.253.0.1")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("2a00:1450:4001::200e")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::8.8.8.8")]
    public async Task A_public_address_is_not_refused(string address)
    {
        var guard = new OutboundGuard(AllowedHosts.None, new ScriptedResolver());

        Assert.Equal(IPAddress.Parse(address), Assert.Single(await guard.ResolveAsync(address, 443, "p", Cancel)));
    }

    [Fact]
    public async Task A_name_that_does_not_resolve_is_not_a_refusal()
    {
        var guard = new OutboundGuard(AllowedHosts.None, new ScriptedResolver());

        await Assert.ThrowsAsync<SocketException>(() => guard.ResolveAsync("nowhere.test", 443, "p", Cancel));
    }

    [Theory]
    [InlineData("media.example", "media.example", 8080, true)]
    [InlineData("media.example:8443", "MEDIA.example.", 8443, true)]
    [InlineData("media.example:8443", "media.example", 443, false)]
    [InlineData("media.example:80", "media.example", 80, true)]
    [InlineData("media.example", "sub.media.example", 80, false)]
    [InlineData("10.0.0.5", "10.0.0.5", 80, true)]
    [InlineData("10.0.0.5:9000", "10.0.0.5", 9000, true)]
    [InlineData("::1", "[::1]", 80, true)]
    [InlineData("[fd00::1]:80", "fd00:0::1", 80, true)]
    [InlineData("localhost", "localhost", 3000, true)]
    public void An_allow_list_entry_matches_a_host_and_its_port(string entry, string host, int port, bool matches)
        => Assert.Equal(matches, AllowedHosts.Parse([entry]).Contains(host, port));

    [Theory]
    [InlineData("")]
    [InlineData("http://media.example")]
    [InlineData("media.example/path")]
    [InlineData("user@media.example")]
    [InlineData("media.example:")]
    [InlineData("media.example:99999")]
    [InlineData("*")]
    public void A_malformed_allow_list_entry_is_named(string entry)
        => Assert.Contains(
            $"'{entry}'", Assert.Throws<FormatException>(() => AllowedHosts.Parse([entry])).Message, StringComparison.Ordinal);

    private static AudioFetcher Fetcher(AllowedHosts allowed, IHostResolver resolver)
        => new(
            new OutboundGuard(allowed, resolver), new FetchOptions { ConnectTimeout = TimeSpan.FromMilliseconds(500) },
            TimeProvider.System);

    private static async Task<long> FetchAsync(AudioFetcher fetcher, Uri url)
    {
        await using var audio = await fetcher.OpenAsync(new AudioSource(url, "p", 1_000_000), Cancel);
        var destination = new MemoryStream();
        await audio.CopyToAsync(destination, Cancel);
        return destination.Length;
    }

    // A host that no resolver knows is refused as well, as one that does not exist.
    private static void AssertRefused(Exception? refusal, string reason)
    {
        Assert.True(refusal is AudioFetchException { IsTransient: false }, $"It was not refused: {refusal}");
        Assert.Contains(reason, refusal.Message, StringComparison.OrdinalIgnoreCase);
    }
}
