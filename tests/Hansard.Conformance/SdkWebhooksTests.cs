namespace Hansard.Conformance;

public sealed class SdkWebhooksTests(SoftwareKit sdk, ServerProcess server)
{
    [Fact]
    public Task A_webhook_is_verified_and_leads_to_the_transcript() => sdk.RunAsync(server, "webhooks");

    [Fact]
    public Task A_webhook_is_understood_by_every_framework_handler() => sdk.RunAsync(server, "webhooks");

    [Fact]
    public Task The_secret_from_the_environment_matches() => sdk.RunAsync(server, "webhooks");

    [Fact]
    public Task The_status_of_the_receiver_is_recorded() => sdk.RunAsync(server, "webhooks");
}
