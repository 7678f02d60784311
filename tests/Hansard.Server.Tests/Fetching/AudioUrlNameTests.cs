using Hansard.Server.Fetching;

namespace Hansard.Server.Tests.Fetching;

public sealed class AudioUrlNameTests
{
    [Theory]
    [InlineData("https://media.example/a/b/meeting.mp3", "meeting.mp3")]
    [InlineData("https://media.example/meeting.mp3?token=secret#t=3", "meeting.mp3")]
    [InlineData("https://media.example/a%20b%C3%A9.wav", "a bé.wav")]
    [InlineData("https://media.example/x/..%2F..%2Fetc%2Fpasswd", "passwd")]
    [InlineData("https://media.example/a%5Cb.wav", "b.wav")]
    [InlineData("https://media.example/a%00%0Ab.wav", "ab.wav")]
    [InlineData("https://media.example/folder/", "folder")]
    [InlineData("https://media.example/", "media.example")]
    [InlineData("https://media.example", "media.example")]
    [InlineData("https://media.example:8443/?file=a.mp3", "media.example")]
    [InlineData("https://media.example/%2E%2E", "media.example")]
    [InlineData("https://media.example/a%2F%01.%02.", "media.example")]
    [InlineData("https://media.example/x%E2%80%AE3pm.exe", "x3pm.exe")]
    public void A_recording_is_named_after_the_last_path_segment_or_the_host(string url, string name)
        => Assert.Equal(name, AudioUrlName.Of(new Uri(url)));
}
