namespace Hansard.Conformance;

public sealed class SdkLiveTests(SoftwareKit sdk, ServerProcess server)
{
    [Fact]
    public Task Words_come_while_the_sound_goes_on_and_finish_waits_for_the_last() => sdk.RunAsync(server, "live");

    [Fact]
    public Task A_file_is_recognised_by_its_first_bytes() => sdk.RunAsync(server, "live");

    [Fact]
    public Task A_session_that_pauses_is_kept_alive_and_goes_on() => sdk.RunAsync(server, "live");

    [Fact]
    public Task An_utterance_ends_though_no_silence_is_sent() => sdk.RunAsync(server, "live");

    [Fact]
    public Task What_is_wrong_is_an_error_of_its_class() => sdk.RunAsync(server, "live");
}
