namespace Hansard.Conformance;

public sealed class SdkFilesTests(SoftwareKit sdk, ServerProcess server)
{
    [Fact]
    public Task An_uploaded_file_comes_back_with_all_its_fields() => sdk.RunAsync(server, "files");

    [Fact]
    public Task A_file_is_uploaded_from_bytes_a_blob_and_a_stream() => sdk.RunAsync(server, "files");

    [Fact]
    public Task Of_a_path_as_filename_the_last_segment_stays() => sdk.RunAsync(server, "files");

    [Fact]
    public Task A_file_that_is_not_there_is_null_and_its_deletion_succeeds() => sdk.RunAsync(server, "files");

    [Fact]
    public Task Files_are_listed_newest_first_page_by_page() => sdk.RunAsync(server, "files");

    [Fact]
    public Task Files_are_counted() => sdk.RunAsync(server, "files");

    [Fact]
    public Task All_files_are_deleted() => sdk.RunAsync(server, "files");

    [Fact]
    public Task Deleting_while_iterating_reaches_every_file() => sdk.RunAsync(server, "files");
}
