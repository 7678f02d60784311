using Hansard.Engine.Transcripts.Renderings;
using Hansard.Server.Contract;
using Hansard.Server.OpenApi;
using Microsoft.AspNetCore.Http;

namespace Hansard.Server.Exports;

/// <summary>The rendering of a transcript that a query asks for, in every format.</summary>
internal static class RenderingQuery
{
    private const string Style = "style";
    private const string Redact = "redact";

    /// <summary>The parameters, for the description of the API.</summary>
    public static QueryParameter[] Parameters { get; } =
    [
        new(
            Style, "string", false,
            "verbatim (default) or clean: without fillers, false starts and words said twice. Also the layout of subtitles, or both with a "
            + $"comma between: {ExportRequest.Names(StyleNames.All.Except(["verbatim", "clean"]))}. What follows changes the layout."),
        new(
            Redact, "string", false,
            $"true, or some of {ExportRequest.Names(RedactionNames.Kinds)} with commas between: replaced by [PHONE] and the like. "
            + "English, Spanish, Portuguese, German and French, spoken or in figures."),
    ];

    /// <summary>Reads the query.</summary>
    /// <exception cref="ApiException">A value is none of those that there are.</exception>
    public static RenderingOptions Read(IQueryCollection query) => new()
    {
        Style = ReadStyle(query).Style,
        // As on the command line: without a value, everything. Who asks for less to be shown is never shown more.
        Redact = RedactionNames.Read(query.ContainsKey(Redact) && query[Redact].ToString().Length == 0
            ? RedactionNames.Everything
            : query[Redact].ToString()) ?? throw ExportRequest.Fault(
            Redact,
            $"must be true, false or some of {ExportRequest.Names(RedactionNames.Kinds)} with commas between, not '{query[Redact]}'."),
    };

    /// <summary>Reads the style, and the layout of subtitles.</summary>
    /// <exception cref="ApiException">There is no such one.</exception>
    public static ChosenStyle ReadStyle(IQueryCollection query) => StyleNames.Read(query[Style].ToString(), out var wrong)
        ?? throw ExportRequest.Fault(Style, $"must be {ExportRequest.Names(StyleNames.All)}, not '{wrong}'.");
}
