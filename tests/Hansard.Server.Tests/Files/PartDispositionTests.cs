using Hansard.Server.Files;

namespace Hansard.Server.Tests.Files;

public sealed class PartDispositionTests
{
    [Theory]
    [InlineData("form-data; name=\"file\"; filename=\"a.wav\"", "a.wav")]
    [InlineData("form-data; name=file; filename=a.wav", "a.wav")]
    [InlineData("form-data; name=\"file\"; filename=\"say \\\"hi\\\".mp3\"", "say \"hi\".mp3")]
    [InlineData("form-data; name=\"file\"; filename=\"say \"hi\".mp3\"", "say \"hi\".mp3")]
    [InlineData("form-data; name=\"file\"; filename=\"a; \"b\"; c.mp3\"", "a; \"b\"; c.mp3")]
    [InlineData("form-data; filename=\"say \"hi\".mp3\"; name=\"file\"", "say \"hi\".mp3")]
    [InlineData("form-data; name=file; filename=my long talk.mp3", "my long talk.mp3")]
    [InlineData("form-data; filename=my talk.mp3; name=\"file\"", "my talk.mp3")]
    [InlineData("form-data; name=\"file\"; filename=\"not closed.mp3", "not closed.mp3")]
    [InlineData("form-data; name=\"file\"; filename=\"\"", "")]
    [InlineData("form-data; name=\"file\"", null)]
    public void A_name_is_read_however_it_is_quoted(string header, string? filename)
        => Assert.Equal(new PartDisposition("file", filename), PartDisposition.Parse(header));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("attachment filename=a \"b")]
    public void What_is_no_part_of_a_form_is_none(string? header) => Assert.Null(PartDisposition.Parse(header));
}
