using Hansard.Server.Contract;
using Hansard.Server.Http;
using Hansard.Server.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hansard.Server.Search;

/// <summary>GET /v1/search and /v1/tags.</summary>
internal static class SearchApi
{
    private const string ListName = "search";

    // Each has passages, which are text to read and not to page through.
    private const int LargestPage = 50;

    /// <summary>Adds the routes.</summary>
    public static void MapSearch(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/search", Find).WithTags("Transcriptions")
            .Ok<SearchResponse>("Find transcriptions by what was said, by their names and by their labels, newest first")
            .Query(
                new QueryParameter("q", "string", false, "Words that a passage or the name has; \"in quotes\" as they follow."),
                new QueryParameter("tag", "string", false, "A tag that they have."),
                new QueryParameter("status", "string", false, "queued, processing, completed or error."))
            .Paged();
        routes.MapGet("/v1/tags", Tags).WithTags("Transcriptions").Ok<TagsResponse>("List the tags, the most frequent first");
    }

    private static IResult Find(HttpContext context, ISearchStore search, Cursors cursors)
    {
        var query = SearchQuery.Read(context.Request.Query);
        var page = PageQuery.Read(context.Request.Query);
        var project = context.Project().Id;
        var limit = Math.Min(page.Limit, LargestPage);
        var before = page.Cursor is null ? long.MaxValue : cursors.Read(ListName, project, page.Cursor).Major;
        var found = search.Find(project, query, before, limit + 1);
        return Reply.Json(new SearchResponse(
            [.. found.Take(limit).Select(one => new SearchResult(one.Row.ToResponse(), [.. one.Passages.Select(Entry)]))],
            found.Count > limit ? cursors.Issue(ListName, project, found[limit - 1].Row.Seq) : null));
    }

    private static IResult Tags(HttpContext context, ISearchStore search)
        => Reply.Json(new TagsResponse([.. search.Tags(context.Project().Id).Select(tag => new TagEntry(tag.Tag, tag.Count))]));

    private static PassageEntry Entry(Passage passage) => new()
    {
        StartMs = passage.StartMs,
        EndMs = passage.EndMs,
        Speaker = passage.Speaker,
        SpeakerName = passage.SpeakerName,
        Text = passage.Text,
        Matches = [.. MarkedWords.In(passage.Text, passage.Words).Select(match => new MatchEntry(match.Start, match.End))],
    };
}
