namespace Hansard.Conformance;

public sealed class SdkErrorsTests(SoftwareKit sdk, ServerProcess server)
{
    [Fact]
    public Task A_wrong_key_is_unauthenticated() => sdk.RunAsync(server, "errors");

    [Fact]
    public Task A_model_that_there_is_not_is_named() => sdk.RunAsync(server, "errors");

    [Fact]
    public Task A_file_that_there_is_not_cannot_be_transcribed() => sdk.RunAsync(server, "errors");

    [Fact]
    public Task Both_sources_or_none_are_refused() => sdk.RunAsync(server, "errors");

    [Fact]
    public Task The_transcript_of_a_job_without_one_is_an_invalid_state() => sdk.RunAsync(server, "errors");

    [Fact]
    public Task A_cursor_of_another_server_is_refused() => sdk.RunAsync(server, "errors");

    [Fact]
    public Task What_this_server_does_not_do_is_not_found_and_says_so() => sdk.RunAsync(server, "errors");

    [Fact]
    public Task A_base_url_that_ends_in_v1_works_as_well() => sdk.RunAsync(server, "errors");

    [Fact]
    public Task Every_error_says_where_more_about_it_is() => sdk.RunAsync(server, "errors");
}
