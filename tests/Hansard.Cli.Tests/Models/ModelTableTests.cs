using Hansard.Cli.Models;
using Hansard.Engine.Models;

namespace Hansard.Cli.Tests.Models;

public sealed class ModelTableTests
{
    [Fact]
    public void Columns_are_as_wide_as_their_longest_text()
    {
        using var output = new StringWriter();

        ModelTable.Write(output, ModelStore.Open(Path.Combine(HansardProcess.Repository, "models")));

        var lines = output.ToString().TrimEnd().Split('\n');
        var (kind, here) = (lines[0].IndexOf("KIND", StringComparison.Ordinal), lines[0].IndexOf("HERE", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("pyannote-segmentation-3.0  speaker-segmentation  yes ", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.Matches("  [A-Za-z]", line[(kind - 2)..(kind + 1)]));
        Assert.All(lines[1..], line => Assert.Matches("^  (yes|parts|no) ", line[(here - 2)..]));
    }
}
