using System.Text.Json;
using Hansard.Server.Contract;
using Hansard.Server.Http;
using Hansard.Server.OpenApi;
using Hansard.Server.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hansard.Server.Vocabulary;

/// <summary>The calls under /v1/vocabulary.</summary>
internal static class VocabularyApi
{
    // More are not looked through at once.
    private const int MostSuggestions = 20;

    /// <summary>Adds the routes.</summary>
    public static void MapVocabulary(this IEndpointRouteBuilder routes)
    {
        var vocabulary = routes.MapGroup("/v1/vocabulary").WithTags("Vocabulary");
        vocabulary.MapGet("/", List).Ok<VocabularyResponse>("List the project's terms, which apply to every recording of it");
        vocabulary.MapPost("/", AddAsync)
            .Created<VocabularyResponse>("Add terms; the answer has all that there are")
            .Accepts<VocabularyBody>("application/json");
        vocabulary.MapGet("/suggestions", Suggest)
            .Ok<TermSuggestionsResponse>("List what was corrected to at least twice, and is no term yet");
        vocabulary.MapPost("/suggestions/dismiss", DismissAsync)
            .Deleted("Suggest some terms no more")
            .Accepts<VocabularyBody>("application/json");
        vocabulary.MapDelete("/{id}", RemoveAsync).Deleted("Remove a term").Errors(404);
    }

    private static IResult List(HttpContext context, IVocabularyStore vocabulary) => Reply.Json(Answer(context, vocabulary));

    private static async Task<IResult> AddAsync(HttpContext context, IVocabularyStore vocabulary)
    {
        using var body = await JsonBody.ReadAsync(context.Request);
        var terms = ReadTerms(body.RootElement);
        if (!await vocabulary.AddAsync(context.Project().Id, terms, context.RequestAborted))
        {
            throw ApiException.Limit(
                $"A project has {IVocabularyStore.Most} terms at most: remove some that are no longer needed.",
                (int)LimitReachedException.WhenFull.TotalSeconds);
        }

        return Reply.Json(Answer(context, vocabulary), statusCode: 201);
    }

    private static async Task<IResult> RemoveAsync(string id, HttpContext context, IVocabularyStore vocabulary)
        => ResourceId.Parse(id) is { } known && await vocabulary.RemoveAsync(context.Project().Id, known, context.RequestAborted)
            ? Results.NoContent()
            : throw ApiException.NotFound("There is no term with this id: it may have been removed, or belong to another project.");

    private static IResult Suggest(HttpContext context, IVocabularyStore vocabulary) => Reply.Json(new TermSuggestionsResponse(
        [.. vocabulary.Suggestions(context.Project().Id, MostSuggestions).Select(s => new TermSuggestionEntry(s.Term, s.Heard, s.Times))]));

    private static async Task<IResult> DismissAsync(HttpContext context, IVocabularyStore vocabulary)
    {
        using var body = await JsonBody.ReadAsync(context.Request);
        await vocabulary.DismissAsync(context.Project().Id, ReadTerms(body.RootElement), context.RequestAborted);
        return Results.NoContent();
    }

    private static VocabularyResponse Answer(HttpContext context, IVocabularyStore vocabulary) => new(
        [.. vocabulary.List(context.Project().Id).Select(t => new VocabularyTermEntry(t.Id, t.Term, Timestamp.ToIso(t.CreatedAt)))]);

    private static List<string> ReadTerms(JsonElement json)
    {
        const string Name = "terms";
        var errors = new ValidationErrors();
        var body = new FieldReader(json, JsonBody.Root, errors);
        if (body.Value(Name) is null) body.Fault("missing", Name, $"'{Name}' is missing.");
        var terms = body.Texts(Name, IVocabularyStore.Most, VocabularyBody.MaximumTerm, "term", StringComparer.Ordinal) ?? [];
        return errors.Count == 0 ? terms : throw ApiException.Invalid(errors);
    }
}
