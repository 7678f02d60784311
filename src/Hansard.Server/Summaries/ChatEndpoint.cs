using System.Net;
using System.Text.Json.Nodes;
using Hansard.Server.Configuration;
using Hansard.Translation.Remote;

namespace Hansard.Server.Summaries;

/// <summary>An endpoint like OpenAI's chat. It is the operator's, so the guard against addresses of callers has no part in it.</summary>
/// <param name="options">With an address and a model.</param>
internal sealed class ChatEndpoint(SummaryOptions options) : IDisposable
{
    private const string OtherForm = "did not answer as OpenAI's chat does: does Summaries:BaseAddress end in /v1?";

    private readonly RemoteEndpoint _endpoint = new(
        new RemoteEndpointOptions(options.BaseAddress!, options.Timeout) { BearerKey = options.ApiKey });

    /// <summary>Asks the model.</summary>
    /// <param name="instructions">The system's message.</param>
    /// <param name="material">The user's message.</param>
    /// <param name="cancellationToken">Breaks off, which ends the model's work too.</param>
    /// <returns>Its answer.</returns>
    /// <exception cref="SummaryFault">There is none.</exception>
    public async Task<string> AskAsync(string instructions, string material, CancellationToken cancellationToken)
    {
        var body = ChatCompletion.Ask(options.Model, instructions, material);
        body["stream"] = false;
        body["response_format"] = new JsonObject { ["type"] = "json_object" };
        try
        {
            var answer = await _endpoint.PostAsync(ChatCompletion.Path, body, cancellationToken);
            return ChatCompletion.TextOf(answer) ?? throw Failed(OtherForm);
        }
        catch (RemoteEndpointException exception)
        {
            throw Failed(Words(exception), exception);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _endpoint.Dispose();

    private string Words(RemoteEndpointException exception) => exception.Failure switch
    {
        RemoteEndpointFailure.Timeout
            => $"did not answer within {options.Timeout}: choose a smaller model, or raise Summaries:Timeout",
        RemoteEndpointFailure.Status when exception.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
            => $"refused the key ({(int)exception.Status}): see Summaries:ApiKey",
        RemoteEndpointFailure.Status when exception.Reason is { } reason => $"answered {(int)exception.Status!}: {reason}",
        RemoteEndpointFailure.Status => $"answered {(int)exception.Status!}",
        RemoteEndpointFailure.NotJson => OtherForm,
        _ => "cannot be reached, or broke off",
    };

    private SummaryFault Failed(string what, Exception? inner = null)
        => new($"The endpoint for summaries, {options.BaseAddress!.GetLeftPart(UriPartial.Authority)}, {what}.", inner);
}
