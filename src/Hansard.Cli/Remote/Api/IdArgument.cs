namespace Hansard.Cli.Remote.Api;

/// <summary>Finds what an id, or its unambiguous beginning, names.</summary>
internal static class IdArgument
{
    private const int MostShown = 3;

    /// <summary>The full id of a transcription or file that begins so.</summary>
    /// <param name="api">The server.</param>
    /// <param name="kind"><see cref="Resources.Files"/> or <see cref="Resources.Transcriptions"/>.</param>
    /// <param name="typed">All of an id, or its beginning.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <exception cref="InvalidDataException">There is none, or several.</exception>
    public static async Task<string> ResolveAsync(ApiClient api, string kind, string typed, CancellationToken cancellationToken)
        => await FindAsync(api, kind, typed, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidDataException(
                $"There is no {Singular(kind)} whose id begins with '{Printable.Of(typed)}': see 'hansard list"
                + $"{(kind == Resources.Files ? " --files" : "")}'.");

    /// <summary>The full id; null where there is none. A whole id is returned without a look whether there is such a thing.</summary>
    /// <exception cref="InvalidDataException">There are several.</exception>
    public static async Task<string?> FindAsync(ApiClient api, string kind, string typed, CancellationToken cancellationToken)
    {
        if (IsWhole(typed)) return typed;
        var found = new List<string>();
        await foreach (var row in api.ListAsync(kind, ApiClient.LargestPage, cancellationToken).ConfigureAwait(false))
        {
            if (row.Text("id") is { } id && id.StartsWith(typed, StringComparison.OrdinalIgnoreCase)) found.Add(id);
            if (found.Count > MostShown) break;
        }
        return found.Count switch
        {
            0 => null,
            1 => found[0],
            _ => throw new InvalidDataException(
                $"'{Printable.Of(typed)}' is the beginning of several ids: {string.Join(", ", found.Take(MostShown))}"
                + $"{(found.Count > MostShown ? ", …" : "")}. Type more of it."),
        };
    }

    /// <summary>Indicates whether that is all of an id.</summary>
    public static bool IsWhole(string text) => Guid.TryParseExact(text, "D", out _);

    private static string Singular(string kind) => kind == Resources.Files ? "file" : "transcription";
}
