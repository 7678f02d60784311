namespace Hansard.Conformance;

public sealed class SdkSpeakersTests(SoftwareKit sdk, ServerProcess server)
{
    [Fact]
    public Task Every_token_has_a_speaker() => sdk.RunAsync(server, "speakers");

    [Fact]
    public Task Translations_have_the_speaker_of_what_was_said() => sdk.RunAsync(server, "speakers");
}
