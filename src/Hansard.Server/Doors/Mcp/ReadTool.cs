using Hansard.Server.Projects;
using ModelContextProtocol.Protocol;

namespace Hansard.Server.Doors.Mcp;

/// <summary>Gives the text of a transcription, page by page, and waits for one that has not ended.</summary>
internal sealed class ReadTool(Project project, McpParts parts) : WaitingTool(Described, project, parts)
{
    private static readonly Tool Described = ToolDescription.Of(
        "read", "Read a transcript",
        "Gives the text of a transcription with speakers and times, as it was last corrected, page by page. Waits for one that has not "
        + "ended.",
        isReadOnly: true,
        $$"""
        {
          "id": {"type": "string", "description": "Id of the transcription, of 'transcribe' or 'search'."},
          {{ToolDescription.Rendering}},
          "page": {"type": "integer", "minimum": 1, "description": "1 when absent."}
        }
        """,
        "id");

    /// <inheritdoc />
    protected override Task<IReadOnlyList<string>> CallAsync(
        ToolArguments arguments, ToolProgress progress, CancellationToken cancellationToken)
    {
        var (id, rendering, page) = (arguments.Fields.RequiredText("id"), arguments.Rendering(), arguments.Page());
        arguments.Check();
        return TextAsync(Transcription(id!), rendering, page, progress, cancellationToken);
    }
}
