namespace Hansard.Conformance;

public sealed class SdkAccountTests(SoftwareKit sdk, ServerProcess server)
{
    [Fact]
    public Task Models_are_listed_with_what_they_can_do() => sdk.RunAsync(server, "account");

    [Fact]
    public Task A_temporary_key_opens_a_live_session() => sdk.RunAsync(server, "account");

    [Fact]
    public Task Use_is_logged_and_summed_up() => sdk.RunAsync(server, "account");

    [Fact]
    public Task Concurrency_is_reported() => sdk.RunAsync(server, "account");
}
