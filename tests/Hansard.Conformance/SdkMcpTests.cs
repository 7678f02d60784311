namespace Hansard.Conformance;

/// <summary>The tools for assistants, by the official client of the protocol for Node.js.</summary>
public sealed class SdkMcpTests(SoftwareKit sdk, ServerProcess server)
{
    [Fact]
    public Task An_assistant_transcribes_searches_reads_and_exports() => sdk.RunAsync(server, "mcp");

    [Fact]
    public Task Errors_are_told_to_the_assistant() => sdk.RunAsync(server, "mcp");
}
