using Hansard.Engine.Transcripts;
using Hansard.Server.Exports;
using Hansard.Server.Projects;
using ModelContextProtocol.Protocol;

namespace Hansard.Server.Doors.Mcp;

/// <summary>Gives a transcript in another format, as the API's download does, page by page.</summary>
internal sealed class ExportTool(Project project, McpParts parts) : McpTool(Described, project, parts)
{
    // A document that is no text is of no use to an assistant.
    private static readonly string[] Formats =
    [
        .. ExportFormat.All.Values.Where(format => format.Text is not null).Select(format => format.Name).Append(ExportFormat.Json)
            .Order(StringComparer.Ordinal),
    ];

    private static readonly Tool Described = ToolDescription.Of(
        "export", "Export a transcript",
        $"Gives a completed transcription as a file: {string.Join(", ", Formats)}. A long one comes in pages, which in a row are the file.",
        isReadOnly: true,
        $$"""
        {
          "id": {"type": "string", "description": "Id of the transcription, of 'transcribe' or 'search'."},
          "format": {
            "type": "string",
            "enum": [{{string.Join(", ", Formats.Select(format => $"\"{format}\""))}}],
            "description": "srt, vtt, ass: subtitles; txt, md: text; csv: paragraphs with times, json: words; rttm: who speaks when."
          },
          {{ToolDescription.Rendering}},
          "page": {"type": "integer", "minimum": 1, "description": "1 when absent."}
        }
        """,
        "id", "format");

    /// <inheritdoc />
    protected override Task<IReadOnlyList<string>> CallAsync(
        ToolArguments arguments, ToolProgress progress, CancellationToken cancellationToken)
    {
        var fields = arguments.Fields;
        var (id, name, page) = (fields.RequiredText("id"), fields.RequiredText("format"), arguments.Page());
        if (name is not null && !Formats.Contains(name, StringComparer.Ordinal))
            fields.Fault("invalid_value", "format", $"'format' must be one of {string.Join(", ", Formats)}.");
        var rendering = arguments.Rendering();
        arguments.Check();
        var row = Transcription(id!);
        var format = name == ExportFormat.Json ? ExportFormat.JsonFile : ExportFormat.All[name!];
        var transcript = Transcript(row).Rendered(rendering);
        var written = TextPages.Of(TranscriptText.Written(format, transcript, row, new TranscriptWriterOptions()), page);
        return Task.FromResult<IReadOnlyList<string>>(written.Rest is { } rest ? [written.Text, rest] : [written.Text]);
    }
}
