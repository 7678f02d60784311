namespace Hansard.Conformance;

public sealed class SdkTranscriptionsTests(SoftwareKit sdk, ServerProcess server)
{
    [Fact]
    public Task A_file_is_transcribed_in_one_call() => sdk.RunAsync(server, "transcriptions");

    [Fact]
    public Task A_recording_in_memory_is_transcribed() => sdk.RunAsync(server, "transcriptions");

    [Fact]
    public Task A_recording_is_transcribed_from_a_url() => sdk.RunAsync(server, "transcriptions");

    [Fact]
    public Task A_url_that_has_no_recording_ends_in_an_error() => sdk.RunAsync(server, "transcriptions");

    [Fact]
    public Task An_uploaded_file_is_transcribed_by_its_id() => sdk.RunAsync(server, "transcriptions");

    [Fact]
    public Task A_job_is_created_followed_and_read_step_by_step() => sdk.RunAsync(server, "transcriptions");

    [Fact]
    public Task Every_option_is_accepted_and_echoed() => sdk.RunAsync(server, "transcriptions");

    [Fact]
    public Task A_transcription_carries_every_field_and_null_where_empty() => sdk.RunAsync(server, "transcriptions");

    [Fact]
    public Task Cleaning_up_removes_the_file_and_the_transcription() => sdk.RunAsync(server, "transcriptions");

    [Fact]
    public Task Cleaning_up_the_file_leaves_the_transcription_with_its_file_id() => sdk.RunAsync(server, "transcriptions");

    [Fact]
    public Task What_is_no_recording_ends_in_an_error_that_says_so() => sdk.RunAsync(server, "transcriptions");

    [Fact]
    public Task What_is_not_there_is_null() => sdk.RunAsync(server, "transcriptions");

    [Fact]
    public Task Transcriptions_are_listed_and_counted() => sdk.RunAsync(server, "transcriptions");

    [Fact]
    public Task A_transcription_is_deleted_and_destroyed() => sdk.RunAsync(server, "transcriptions");

    [Fact]
    public Task All_transcriptions_are_deleted_and_destroyed() => sdk.RunAsync(server, "transcriptions");

    [Fact]
    public Task Tokens_are_grouped_into_segments() => sdk.RunAsync(server, "transcriptions");
}
