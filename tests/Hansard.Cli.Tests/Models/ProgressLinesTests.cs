using Hansard.Cli.Models;
using Hansard.Server.ModelDownloads;

namespace Hansard.Cli.Tests.Models;

public sealed class ProgressLinesTests
{
    [Fact]
    public void Lines_tell_each_tenth_once()
    {
        using var output = new StringWriter();
        var lines = new ProgressLines(output);
        for (var i = 0; i <= 1000; i++) lines.Report(new DownloadProgress("a", i, 1000));
        Assert.Equal(11, output.ToString().Count(character => character == '\n'));
    }
}
