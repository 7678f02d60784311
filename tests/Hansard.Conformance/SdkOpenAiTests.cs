namespace Hansard.Conformance;

/// <summary>OpenAI's official SDK for Node.js.</summary>
public sealed class SdkOpenAiTests(SoftwareKit sdk, ServerProcess server)
{
    [Fact]
    public Task OpenAI_transcribes_to_every_format() => sdk.RunAsync(server, "openai");

    [Fact]
    public Task OpenAI_tells_how_sure_each_piece_is() => sdk.RunAsync(server, "openai");

    [Fact]
    public Task OpenAI_streams_words_that_are_the_text_together() => sdk.RunAsync(server, "openai");

    [Fact]
    public Task OpenAI_names_known_speakers() => sdk.RunAsync(server, "openai");

    [Fact]
    public Task OpenAI_translates_into_english() => sdk.RunAsync(server, "openai");

    [Fact]
    public Task OpenAI_lists_and_describes_models() => sdk.RunAsync(server, "openai");

    [Fact]
    public Task OpenAI_raises_errors_of_its_own_classes() => sdk.RunAsync(server, "openai");
}
