using System.Globalization;
using System.Text;
using Hansard.Server.Http;
using Hansard.Server.Projects;
using Hansard.Server.Search;
using Hansard.Server.Transcriptions;
using ModelContextProtocol.Protocol;

namespace Hansard.Server.Doors.Mcp;

/// <summary>Finds transcriptions by what was said in them, by their names and by their labels.</summary>
internal sealed class SearchTool(Project project, McpParts parts) : McpTool(Described, project, parts)
{
    private const string ListName = "mcp-search";
    private const int UsualResults = 10;
    private const int MostResults = 20;
    private const int MaximumCursor = 100;

    private static readonly Tool Described = ToolDescription.Of(
        "search", "Search transcripts",
        "Finds transcriptions by what was said in them, by their names and tags, newest first, with the passages. Without a query, the "
        + "newest.",
        isReadOnly: true,
        """
        {
          "query": {
            "type": "string",
            "maxLength": 200,
            "description": "Words that a passage or the name has; \"in quotes\" as they follow."
          },
          "tag": {"type": "string", "description": "A tag that they have."},
          "limit": {"type": "integer", "minimum": 1, "maximum": 20, "description": "Transcriptions at most; 10 when absent."},
          "cursor": {"type": "string", "description": "Of the answer before, to go on after it."}
        }
        """);

    /// <inheritdoc />
    protected override Task<IReadOnlyList<string>> CallAsync(
        ToolArguments arguments, ToolProgress progress, CancellationToken cancellationToken)
    {
        var fields = arguments.Fields;
        var query = new SearchQuery(
            fields.Text("query", SearchQuery.MaximumText) ?? "",
            fields.Text("tag", TranscriptionLabels.MaximumTag) is { Length: > 0 } tag ? tag : null,
            Status: null);
        var limit = fields.Integer("limit", 1, MostResults) ?? UsualResults;
        var cursor = fields.Text("cursor", MaximumCursor);
        arguments.Check();
        var before = cursor is { Length: > 0 } ? Parts.Cursors.Read(ListName, Project.Id, cursor).Major : long.MaxValue;
        if (query.Text.Length > 0) Parts.Accessed(new AccessedResource(null) { Resource = AccessedResource.Search });
        var found = Parts.Search.Find(Project.Id, query, before, limit + 1);
        return Task.FromResult<IReadOnlyList<string>>([Describe(found, limit)]);
    }

    private string Describe(IReadOnlyList<FoundTranscription> found, int limit)
    {
        if (found.Count == 0) return "Nothing was found. Other or fewer words may find something; without a query, the newest are listed.";
        var text = new StringBuilder();
        foreach (var one in found.Take(limit))
        {
            text.Append(CultureInfo.InvariantCulture, $"{TranscriptText.Line(one.Row)}\n");
            foreach (var passage in one.Passages)
            {
                var speaker = passage.SpeakerName ?? (passage.Speaker is { } label ? $"Speaker {label}" : null);
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"  [{TranscriptText.Time(passage.StartMs)}] {(speaker is null ? "" : $"{speaker}: ")}{passage.Text.Trim()}\n");
            }
        }
        if (found.Count > limit)
        {
            var next = Parts.Cursors.Issue(ListName, Project.Id, found[limit - 1].Row.Seq);
            text.Append(CultureInfo.InvariantCulture, $"\nThere are more: call again with cursor {next}\n");
        }
        return text.Append("\nCall 'read' with an id for the whole text.").ToString();
    }
}
