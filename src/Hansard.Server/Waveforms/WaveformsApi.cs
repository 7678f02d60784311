using System.Globalization;
using Hansard.Server.Contract;
using Hansard.Server.Http;
using Hansard.Server.Jobs;
using Hansard.Server.OpenApi;
using Hansard.Server.Transcriptions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hansard.Server.Waveforms;

/// <summary>GET /v1/transcriptions/{id}/waveform.</summary>
internal static class WaveformsApi
{
    private const int Default = 1000;

    /// <summary>Adds the route.</summary>
    public static void MapWaveforms(this IEndpointRouteBuilder routes)
        => routes.MapGet("/v1/transcriptions/{id}/waveform", GetAsync).WithTags("Transcriptions")
            .Ok<WaveformResponse>("Get the waveform of a completed transcription's recording, while that is stored")
            .Query(new QueryParameter(
                "points",
                "integer",
                false,
                $"Stretches that the recording is divided into, 1 to {WaveformBuilder.MaximumPoints}, default {Default}. A short one has "
                    + "no more than one for each 10 ms."))
            .Errors(404, 409);

    private static async Task<IResult> GetAsync(
        string id, HttpContext context, ITranscriptionStore transcriptions, WaveformReader waveforms)
    {
        var points = ReadPoints(context.Request.Query);
        var row = transcriptions.Requested(id, context);
        if (row.Status != JobStatus.Completed)
            throw ApiException.InvalidState($"This transcription is {row.Status}: its waveform can be read when its status is completed.");
        var waveform = (await waveforms.ReadAsync(context.Project().Id, row, context.RequestAborted)).Reduce(points);
        return Reply.Json(new WaveformResponse(
            waveform.DurationMs, [.. waveform.Minimum.Select(value => (int)value)], [.. waveform.Maximum.Select(value => (int)value)]));
    }

    private static int ReadPoints(IQueryCollection query)
    {
        var text = query["points"].ToString();
        if (text.Length == 0) return Default;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var points)
            && points is >= 1 and <= WaveformBuilder.MaximumPoints
            ? points
            : throw ApiException.Invalid(
                "invalid_value",
                "query.points",
                $"'points' must be a whole number from 1 to {WaveformBuilder.MaximumPoints}, not '{text}'.");
    }
}
