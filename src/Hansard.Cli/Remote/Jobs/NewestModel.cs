using System.Globalization;
using Hansard.Cli.Remote.Api;

namespace Hansard.Cli.Remote.Jobs;

/// <summary>Finds the model for requests that name none.</summary>
internal static class NewestModel
{
    private const string Prefix = "stt-async-v";

    /// <summary>The one of the highest number, or else the first for recordings.</summary>
    /// <exception cref="RefusedException">The server has none.</exception>
    public static async Task<string> FindAsync(ApiClient api, CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync("v1/models", cancellationToken).ConfigureAwait(false);
        var models = answer.Items("models").Where(model => model.Text("transcription_mode") is null or "async")
            .Select(model => model.Text("id")).OfType<string>().ToList();
        return models.Where(id => Number(id) is not null).MaxBy(Number) ?? models.FirstOrDefault()
            ?? throw new RefusedException(200, "", $"{api.Server} lists no model for recordings: is it a server of this API?");
    }

    private static int? Number(string id)
        => id.StartsWith(Prefix, StringComparison.Ordinal)
            && int.TryParse(id.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
