using Hansard.Server.Contract;
using Hansard.Server.Http;
using Hansard.Server.Jobs;
using Hansard.Server.Projects;
using Hansard.Server.Storage;
using Hansard.Server.Transcriptions;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Hansard.Server.Doors.Mcp;

/// <summary>A tool for assistants, bound to the project of the key that calls it.</summary>
/// <param name="description">Name, description and arguments, as assistants read them.</param>
/// <param name="project">The project that it sees.</param>
/// <param name="parts">Parts of the server.</param>
internal abstract partial class McpTool(Tool description, Project project, McpParts parts) : McpServerTool
{
    /// <summary>The name of this protocol in metrics.</summary>
    public const string Door = "mcp";

    /// <inheritdoc />
    public override Tool ProtocolTool => description;

    /// <inheritdoc />
    public override IReadOnlyList<object> Metadata => [];

    /// <summary>The project that it sees.</summary>
    protected Project Project => project;

    /// <summary>Parts of the server.</summary>
    protected McpParts Parts => parts;

    /// <summary>Calls the tool. What is wrong is told as its result, so that the assistant reads it and can do better.</summary>
    public override async ValueTask<CallToolResult> InvokeAsync(
        RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken = default)
    {
        try
        {
            using var place = parts.Calls.Enter();
            using var arguments = ToolArguments.Read(request.Params?.Arguments, description);
            var texts = await CallAsync(arguments, new ToolProgress(request), cancellationToken);
            return new CallToolResult { Content = [.. texts.Select(text => new TextContentBlock { Text = text })] };
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return new CallToolResult { IsError = true, Content = [new TextContentBlock { Text = Explain(exception) }] };
        }
    }

    /// <summary>Does what is asked for.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">The client has gone.</param>
    /// <returns>The texts of the result.</returns>
    /// <exception cref="ApiException">An argument is wrong.</exception>
    protected abstract Task<IReadOnlyList<string>> CallAsync(
        ToolArguments arguments, ToolProgress progress, CancellationToken cancellationToken);

    /// <summary>The transcription that an argument names.</summary>
    /// <exception cref="ApiException">The project has none of this id.</exception>
    protected TranscriptionRow Transcription(string id)
        => (ResourceId.Parse(id) is { } known ? parts.Waiting.Transcriptions.Find(project.Id, known) : null)
            ?? throw new ApiException(
                404, ErrorTypes.TranscriptionNotFound,
                $"There is no transcription with the id '{(id.Length > 64 ? id[..64] + "…" : id)}': it may have been deleted. 'search' "
                + "without a query lists those that there are.");

    /// <summary>The newest transcript of a transcription.</summary>
    /// <exception cref="ApiException">It has none, or not yet.</exception>
    protected StoredTranscript Transcript(TranscriptionRow row) => row.Status switch
    {
        JobStatus.Completed => Stored(row),
        JobStatus.Error => throw ApiException.InvalidState(
            $"This transcription ended in an error, so it has no text: {row.ErrorMessage}"),
        _ => throw ApiException.InvalidState($"This transcription is {row.Status}: 'read' waits for its end, and tells how far it is."),
    };

    private StoredTranscript Stored(TranscriptionRow row)
    {
        parts.Accessed(new AccessedResource(row.Id) { Action = description.Name == "export" ? AccessAction.Export : AccessAction.Read });
        return parts.Waiting.Transcriptions.Transcript(row.Id, row.Revision) ?? throw ApiException.TranscriptionNotFound();
    }

    private string Explain(Exception exception)
    {
        switch (exception)
        {
            case ApiException or LimitReachedException or StorageUnavailableException:
                return exception.Message;
            default:
                var id = Guid.CreateVersion7().ToString();
                LogFailed(parts.Logger, exception, description.Name, id);
                return $"The server failed in this call. It is not your fault; its log has the reason under {id}.";
        }
    }

    [LoggerMessage(280, LogLevel.Error, "The tool {Tool} failed; the assistant was told id {CallId}")]
    private static partial void LogFailed(ILogger logger, Exception exception, string tool, string callId);
}
