using System.Collections.Concurrent;
using Hansard.Server.Tests;

namespace Hansard.Resilience.Input.Http;

/// <summary>What a server has, so that requests can name it; what is deleted is made again.</summary>
/// <param name="server">The server.</param>
internal sealed class ExistingThings(TestServer server)
{
    private readonly ConcurrentDictionary<string, string[]> _ids = new();

    /// <summary>Ids under the name of the parameter or field that wants one.</summary>
    public async Task FillAsync()
    {
        var files = new string[6];
        for (var i = 0; i < files.Length; i++) files[i] = (await server.UploadAsync($"hello number {i}")).String("id");
        var transcriptions = new string[6];
        for (var i = 0; i < transcriptions.Length; i++)
        {
            var ended = await server.EndAsync(await server.CreateAsync(files[i], more: new { identify_speakers = true }));
            transcriptions[i] = ended.String("id");
        }
        (_ids["file_id"], _ids["/v1/files"]) = (files, files);
        (_ids["transcription_id"], _ids["/v1/transcriptions"]) = (transcriptions, transcriptions);
        await AddAsync("/v1/known-speakers", $$"""{"name": "Anna {{Guid.NewGuid()}}", "file_id": "{{files[0]}}"}""");
        await AddAsync("/v1/alignments", $$"""{"model": "stt-async-v5", "file_id": "{{files[0]}}", "text": "hello"}""");
        await AddAsync($"/v1/transcriptions/{transcriptions[0]}/shares", """{"audio": true}""", "/v1/shares");
    }

    /// <summary>An id for a field, or null where none is wanted.</summary>
    public string? Find(InputCase input, string name) => _ids.TryGetValue(name, out var ids) ? input.Any(ids) : null;

    /// <summary>The id that examples mean.</summary>
    public string? Latest(string name) => _ids.TryGetValue(name, out var ids) ? ids[^1] : null;

    /// <summary>An id for a path, by the collection that is named before it; else any.</summary>
    public string InPath(InputCase input, string template)
    {
        var collection = template.IndexOf("/{", StringComparison.Ordinal) is > 0 and var end ? template[..end] : template;
        return Find(input, collection) ?? Guid.NewGuid().ToString();
    }

    private async Task AddAsync(string path, string body, string? collection = null)
    {
        using var response = await server.PostAsync(path, body);
        var made = await Answer.OkAsync(response, 201);
        _ids[collection ?? path] = [made.String("id")];
    }
}
