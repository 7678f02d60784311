namespace Hansard.Conformance;

public sealed class SdkTranslationTests(SoftwareKit sdk, ServerProcess server)
{
    [Fact]
    public Task Portuguese_is_translated_one_way() => sdk.RunAsync(server, "translation");

    [Fact]
    public Task English_is_not_translated_into_english() => sdk.RunAsync(server, "translation");

    [Fact]
    public Task Two_languages_are_translated_both_ways() => sdk.RunAsync(server, "translation");

    [Fact]
    public Task A_transcript_is_reshaped_without_a_job() => sdk.RunAsync(server, "translation");

    [Fact]
    public Task A_pair_without_a_model_is_refused_with_a_list_of_those_there_are() => sdk.RunAsync(server, "translation");
}
