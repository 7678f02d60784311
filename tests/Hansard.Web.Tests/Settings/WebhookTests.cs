using Hansard.Server.Projects;
using Hansard.Server.Tests;
using Hansard.Web.Tests.Browser;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using static Microsoft.Playwright.Assertions;

namespace Hansard.Web.Tests.Settings;

public sealed class WebhookTests(Chromium chromium)
{
    [Fact]
    public async Task A_webhook_is_tried_and_what_came_of_it_is_shown_as_text()
    {
        const string Page = "<h1>Thanks</h1>";
        var secrets = new List<string?>();
        await using var receiver = await LoopbackServer.StartAsync(async context =>
        {
            secrets.Add(context.Request.Headers["X-Secret"]);
            context.Response.StatusCode = context.Request.Path == "/broken" ? 500 : 200;
            await context.Response.WriteAsync(Page);
        });
        var data = Directory.CreateTempSubdirectory("hansard-web-");
        await using (var own = await WebServer.StartAsync(data, options => options.AllowHosts.Add(receiver.Authority)))
        {
            var key = await own.Services.GetRequiredService<IProjectStore>().CreateKeyAsync(Project.Default, "browser");
            await using var visit = await Visit.StartAsync(chromium, own.Address, "app/settings/webhooks");
            await visit.SignInAsync(key);
            var address = visit.Page.GetByLabel("Address");
            await address.FillAsync(receiver.Url("/hook").AbsoluteUri);
            await visit.Page.GetByLabel("Name of a header (optional)").FillAsync("X-Secret");
            await visit.Page.GetByLabel("Its value").FillAsync("s3cret");
            await visit.Button("Send a test").ClickAsync();
            await Expect(visit.Page.GetByText("Delivered: status 200")).ToBeVisibleAsync();
            await Expect(visit.Page.GetByText(Page, new() { Exact = true })).ToBeVisibleAsync();
            Assert.Equal(["s3cret"], secrets);
            await visit.MustBeAccessibleAsync();

            // The secret is kept nowhere, the rest is.
            await visit.Page.ReloadAsync();
            await Expect(address).ToHaveValueAsync(receiver.Url("/hook").AbsoluteUri);
            await Expect(visit.Page.GetByLabel("Its value")).ToHaveValueAsync("");
            await visit.Page.GetByLabel("Name of a header (optional)").FillAsync("");
            await address.FillAsync(receiver.Url("/broken").AbsoluteUri);
            await visit.Button("Send a test").ClickAsync();
            await Expect(visit.Page.GetByText("Not accepted: status 500")).ToBeVisibleAsync();

            await address.FillAsync("http://127.0.0.1:9/");
            await visit.Button("Send a test").ClickAsync();
            await Expect(visit.Page.GetByText("No answer:")).ToContainTextAsync("was refused");
            await own.StopAsync();
        }

        data.Delete(recursive: true);
    }
}
