using Hansard.Server.Contract;
using Hansard.Server.Jobs;
using Hansard.Server.Transcriptions;
using Microsoft.AspNetCore.Http;

namespace Hansard.Server.Search;

/// <summary>Things looked for among transcriptions; all of them must hold.</summary>
/// <param name="Text">As it was written; empty: any.</param>
/// <param name="Tag">A tag; null: any.</param>
/// <param name="Status">A status; null: any.</param>
internal sealed record SearchQuery(string Text, string? Tag, string? Status)
{
    /// <summary>Characters of the text at most.</summary>
    public const int MaximumText = 200;

    private static readonly string[] Statuses = [JobStatus.Queued, JobStatus.Processing, JobStatus.Completed, JobStatus.Error];

    /// <summary>Reads q, tag and status.</summary>
    /// <exception cref="ApiException">A value is none of those that there are.</exception>
    public static SearchQuery Read(IQueryCollection query)
    {
        var text = query["q"].ToString();
        if (text.Length > MaximumText) throw Fault("q", $"'q' is longer than {MaximumText} characters.");
        var tag = query["tag"].ToString();
        if (tag.Length > TranscriptionLabels.MaximumTag)
            throw Fault("tag", $"'tag' is longer than {TranscriptionLabels.MaximumTag} characters.");
        var status = query["status"].ToString();
        if (status.Length > 0 && !Statuses.Contains(status))
            throw Fault("status", $"'status' must be one of {string.Join(", ", Statuses)}.");
        return new SearchQuery(text, tag.Length == 0 ? null : tag, status.Length == 0 ? null : status);
    }

    private static ApiException Fault(string name, string message) => ApiException.Invalid("invalid_value", $"query.{name}", message);
}
