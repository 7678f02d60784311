namespace Hansard.Conformance;

/// <summary>Realtime sessions of OpenAI's official SDK for Node.js.</summary>
public sealed class SdkRealtimeTests(SoftwareKit sdk, ServerProcess server)
{
    [Fact]
    public Task OpenAI_hears_an_utterance_end() => sdk.RunAsync(server, "realtime");

    [Fact]
    public Task OpenAI_commits_utterances_and_is_told_of_faults() => sdk.RunAsync(server, "realtime");

    [Fact]
    public Task OpenAI_is_told_that_this_server_only_transcribes() => sdk.RunAsync(server, "realtime");

    [Fact]
    public Task OpenAI_makes_a_key_for_a_page_whose_sessions_begin_as_it_says() => sdk.RunAsync(server, "realtime");
}
