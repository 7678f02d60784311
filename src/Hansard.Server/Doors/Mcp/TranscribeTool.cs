using System.Text.Json;
using System.Text.Json.Nodes;
using Hansard.Engine.Transcripts.Renderings;
using Hansard.Server.Contract;
using Hansard.Server.Projects;
using Hansard.Server.Transcriptions;
using ModelContextProtocol.Protocol;

namespace Hansard.Server.Doors.Mcp;

/// <summary>Transcribes a recording, as the API does, and waits for the text.</summary>
internal sealed class TranscribeTool(Project project, McpParts parts) : WaitingTool(Described, project, parts)
{
    private static readonly Tool Described = ToolDescription.Of(
        "transcribe", "Transcribe a recording",
        "Transcribes a recording from an http(s) address or an uploaded file, with speakers and times, and waits for the text. What takes "
        + "longer goes on, and its id is given: call 'read' with that. The transcription stays: it can be searched, read and exported.",
        isReadOnly: false,
        """
        {
          "audio_url": {
            "type": "string",
            "description": "http or https address of the recording, readable without signing in. Either this or file_id."
          },
          "file_id": {"type": "string", "description": "Id of a file that was uploaded to this server."},
          "language_hints": {
            "type": "array",
            "items": {"type": "string"},
            "description": "ISO 639 codes of the languages that are spoken, such as en. Found out when absent."
          },
          "enable_speaker_diarization": {"type": "boolean", "description": "Tell who speaks. True when absent."},
          "num_speakers": {"type": "integer", "minimum": 1, "maximum": 20, "description": "How many people speak, if that is known."},
          "context": {
            "type": "object",
            "description": "To get words right: {\"terms\": [names and words that are said], \"text\": what it is about}."
          },
          "translation": {
            "type": "object",
            "description": "{\"type\": \"one_way\", \"target_language\": \"en\"} to have it translated as well."
          },
          "model": {"type": "string", "description": "A model of this server. The default one when absent."}
        }
        """);

    /// <inheritdoc />
    protected override async Task<IReadOnlyList<string>> CallAsync(
        ToolArguments arguments, ToolProgress progress, CancellationToken cancellationToken)
    {
        Parts.Disk.Check();
        var models = Parts.Models.Models;
        var body = JsonObject.Create(arguments.Json)!;
        body["model"] ??= models.Default.Id;
        body["enable_speaker_diarization"] ??= true;
        using var json = JsonDocument.Parse(body.ToJsonString());
        var wanted = TranscriptionBodyReader.Read(json.RootElement, models, RequestSource.PublicApi) with
        {
            Door = Door,
            IsWaitedFor = true,
        };
        var row = await Parts.Waiting.Transcriptions.AddAsync(Project.Id, Parts.Options.LimitsOf(Project.Name), wanted)
            ?? throw ApiException.Invalid(
                "invalid_value", "arguments.file_id",
                $"There is no file with the id {wanted.FileId}: upload it with POST /v1/files first, or give an audio_url.");
        Parts.Signal.Set();
        return await TextAsync(row, new RenderingOptions(), page: 1, progress, cancellationToken);
    }
}
