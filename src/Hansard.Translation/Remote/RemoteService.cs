using System.Text.Json.Nodes;

namespace Hansard.Translation.Remote;

/// <summary>A translation service elsewhere, whose failures are those of translations. Thread-safe.</summary>
/// <param name="options">The service.</param>
internal sealed class RemoteService(RemoteTranslatorOptions options) : IDisposable
{
    private readonly RemoteEndpoint _endpoint = new(new RemoteEndpointOptions(options.BaseAddress, options.Timeout)
    {
        BearerKey = options.Kind is RemoteTranslatorKind.Chat ? options.ApiKey : null,
        SecretInBody = options.ApiKey,
        Retries = options.Retries,
        RetryDelay = options.RetryDelay,
    });

    /// <summary>Posts a body and returns the answer's.</summary>
    /// <param name="path">Below the base address.</param>
    /// <param name="body">The request.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="TranslationException">No good answer came.</exception>
    public async Task<JsonNode> PostAsync(string path, JsonObject body, CancellationToken cancellationToken)
    {
        try
        {
            return await _endpoint.PostAsync(path, body, cancellationToken).ConfigureAwait(false);
        }
        catch (RemoteEndpointException exception)
        {
            throw Failed(path, Words(exception), exception);
        }
    }

    /// <summary>An exception that says that an answer is of no use.</summary>
    public TranslationException Unexpected(string path) => Failed(path, "its answer has no translations", null);

    /// <inheritdoc />
    public void Dispose() => _endpoint.Dispose();

    private string Words(RemoteEndpointException exception) => exception.Failure switch
    {
        RemoteEndpointFailure.Timeout => $"it did not answer within {options.Timeout.TotalSeconds:0.#} seconds",
        RemoteEndpointFailure.Status when exception.Reason is { } reason => $"it answered {(int)exception.Status!}: {reason}",
        RemoteEndpointFailure.Status => $"it answered {(int)exception.Status!}",
        RemoteEndpointFailure.NotJson => "its answer is not JSON",
        _ => "it cannot be reached",
    };

    // The address without what may be secret in it.
    private TranslationException Failed(string path, string what, Exception? exception)
    {
        var message = $"The translation service at {_endpoint.AddressOf(path).GetLeftPart(UriPartial.Path)} failed: {what}. Check the "
            + "service, or take it out of the configuration.";
        return exception is null ? new TranslationException(message) : new TranslationException(message, exception);
    }
}
