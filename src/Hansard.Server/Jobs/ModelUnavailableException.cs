namespace Hansard.Server.Jobs;

/// <summary>A speech model that a job asks for cannot be used.</summary>
/// <param name="model">Its name.</param>
/// <param name="cause">The reason for which it could not be loaded; null: it is not served any more.</param>
internal sealed class ModelUnavailableException(string model, Exception? cause)
    : Exception(cause is null ? $"The model '{model}' is not served." : $"The model '{model}' cannot be loaded: {cause.Message}", cause)
{
    /// <summary>The model's name.</summary>
    public string Model => model;
}
