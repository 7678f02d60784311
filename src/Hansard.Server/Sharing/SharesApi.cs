using System.Globalization;
using Hansard.Server.Configuration;
using Hansard.Server.Contract;
using Hansard.Server.Http;
using Hansard.Server.OpenApi;
using Hansard.Server.Storage;
using Hansard.Server.Transcriptions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hansard.Server.Sharing;

/// <summary>The calls by which links to transcripts are made, listed and withdrawn.</summary>
internal static class SharesApi
{
    private const int DefaultDays = 7;

    /// <summary>Adds the routes.</summary>
    public static void MapShares(this IEndpointRouteBuilder routes)
    {
        var shares = routes.MapGroup("/v1").WithTags("Links");
        shares.MapPost("/transcriptions/{id}/shares", CreateAsync)
            .Created<ShareResponse>("Make a link that shows a transcript to somebody without a key")
            .Accepts<ShareBody>("application/json")
            .Errors(404, 409);
        shares.MapGet("/transcriptions/{id}/shares", List).Ok<SharesResponse>("List the links to a transcript").Errors(404);
        shares.MapDelete("/shares/{id}", WithdrawAsync).Deleted("Withdraw a link, at once").Errors(404);
    }

    private static async Task<IResult> CreateAsync(
        string id, HttpContext context, IShareStore shares, ITranscriptionStore transcriptions, HansardServerOptions options,
        TimeProvider clock)
    {
        var row = transcriptions.Requested(id, context);
        using var json = await JsonBody.ReadAsync(context.Request);
        var errors = new ValidationErrors();
        var body = new FieldReader(json.RootElement, JsonBody.Root, errors);
        var now = clock.Milliseconds();
        var (end, audio) = (ReadEnd(body, now), body.Flag("audio"));
        if (errors.Count > 0) throw ApiException.Invalid(errors);
        if (audio && row.IsPart)
        {
            throw ApiException.InvalidState(
                "Only a part of this recording is transcribed, and its sound is that of the whole: share it without the recording.");
        }
        var share = new Share
        {
            Id = Guid.CreateVersion7().ToString(),
            TranscriptionId = row.Id,
            Audio = audio,
            CreatedAt = now,
            ExpiresAt = end,
        };
        var secret = ShareSecret.Generate();
        switch (await shares.AddAsync(context.Project().Id, share, ShareSecret.Digest(secret), context.RequestAborted))
        {
            case ShareOutcome.Added:
                // After the "#": browsers send that part of an address to nobody.
                var url = $"{PublicAddress.Of(context.Request, options)}/app/shared#{secret}";
                return Reply.Json(Entry(share) with { Url = url }, statusCode: 201);
            case ShareOutcome.NotCompleted:
                throw ApiException.InvalidState("Only a completed transcription can be shown: wait until its status is completed.");
            case ShareOutcome.Full:
                throw ApiException.InvalidState(
                    $"This transcription has {IShareStore.MostOfOne} links, which is the most: withdraw one.");
            default:
                throw ApiException.TranscriptionNotFound();
        }
    }

    private static long ReadEnd(FieldReader body, long now)
    {
        const string Name = "expires_at";
        var days = body.Integer("days", 1, ShareBody.MaximumDays);
        if (body.Text(Name) is not { } text) return now + Milliseconds(days ?? DefaultDays);
        if (days is not null) body.Fault("conflict", Name, $"Send days or {Name}, and not both.");
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            body.Fault("invalid_value", Name, $"'{Name}' must be a time such as 2026-12-31T17:00:00Z.");
        else if (time.ToUnixTimeMilliseconds() is var end && (end <= now || end > now + Milliseconds(ShareBody.MaximumDays)))
            body.Fault("invalid_value", Name, $"'{Name}' must be a time to come, in {ShareBody.MaximumDays} days at most.");
        return time.ToUnixTimeMilliseconds();
    }

    private static long Milliseconds(int days) => (long)TimeSpan.FromDays(days).TotalMilliseconds;

    private static IResult List(string id, HttpContext context, IShareStore shares, ITranscriptionStore transcriptions)
    {
        var row = transcriptions.Requested(id, context);
        return Reply.Json(new SharesResponse([.. shares.Of(context.Project().Id, row.Id).Select(Entry)]));
    }

    private static async Task<IResult> WithdrawAsync(string id, HttpContext context, IShareStore shares)
        => ResourceId.Parse(id) is { } known && await shares.WithdrawAsync(context.Project().Id, known, context.RequestAborted)
            ? Results.NoContent()
            : throw ApiException.NotFound("There is no link with this id: it may have expired, or been withdrawn.");

    private static ShareResponse Entry(Share share) => new()
    {
        Id = share.Id,
        Audio = share.Audio,
        CreatedAt = Timestamp.ToIso(share.CreatedAt),
        ExpiresAt = Timestamp.ToIso(share.ExpiresAt),
    };
}
