using Hansard.Cli.Remote.Connection;
using Hansard.Cli.Usage;

namespace Hansard.Cli.Tests.Remote.Connection;

public sealed class ServerAddressTests
{
    [Theory]
    [InlineData("speech.example.org", "https://speech.example.org")]
    [InlineData("https://api.example.org/v1", "https://api.example.org")]
    [InlineData("https://example.org/hansard/v1/", "https://example.org/hansard")]
    [InlineData("http://example.org:8080/", "http://example.org:8080")]
    [InlineData("localhost:8080", "http://localhost:8080")]
    [InlineData("127.0.0.1:8080", "http://127.0.0.1:8080")]
    [InlineData("[::1]:8080", "http://[::1]:8080")]
    [InlineData("192.168.1.7:8080", "http://192.168.1.7:8080")]
    [InlineData("nas", "http://nas")]
    [InlineData("8.8.8.8", "https://8.8.8.8")]
    public void An_address_may_lack_its_scheme_and_have_the_path_of_the_api(string text, string address)
        => Assert.Equal(address, ServerAddress.Show(ServerAddress.Parse(text, "URL")));

    [Theory]
    [InlineData("ftp://example.org", "URL: 'ftp://example.org' is not the address of a server, such as http://127.0.0.1:8080.")]
    [InlineData("http://", "URL: 'http://' is not the address of a server, such as http://127.0.0.1:8080.")]
    [InlineData("https://key@example.org", "URL: a server's address has no user, query or fragment: it is like http://127.0.0.1:8080.")]
    [InlineData("https://example.org/?key=1", "URL: a server's address has no user, query or fragment: it is like http://127.0.0.1:8080.")]
    public void Another_text_is_told(string text, string fault)
        => Assert.Equal(fault, Assert.Throws<UsageException>(() => ServerAddress.Parse(text, "URL")).Message);

    [Theory]
    [InlineData("http://example.org", true)]
    [InlineData("http://8.8.8.8", true)]
    [InlineData("http://172.32.0.1", true)]
    [InlineData("https://example.org", false)]
    [InlineData("http://172.31.0.1", false)]
    [InlineData("http://10.0.0.1", false)]
    [InlineData("http://[fd00::1]", false)]
    [InlineData("http://server.local", false)]
    public void A_key_can_be_read_on_the_way_to_others_without_encryption(string address, bool isReadable)
        => Assert.Equal(isReadable, ServerAddress.IsReadableOnTheWay(new Uri(address)));
}
