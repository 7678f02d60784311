using System.CommandLine;
using Hansard.Cli.Formats;
using Hansard.Cli.Usage;
using Hansard.Engine.Transcripts.Renderings;
using Hansard.Server.Contract;
using Hansard.Server.Exports;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Hansard.Cli.Remote.Transcripts;

/// <summary>The options that say in which form a transcript is wanted.</summary>
internal sealed class ExportOptions
{
    private readonly Option<string> _format = new("--format", "-f")
    {
        Description = "txt, md, json (the API's own form, with all tokens), csv, srt, vtt, ass, rttm or docx.",
        HelpName = "txt|md|json|csv|srt|vtt|ass|rttm|docx",
        DefaultValueFactory = _ => "txt",
    };

    private readonly SubtitleArguments _subtitles = new();
    private readonly Option<string?> _redact = RedactOption.Create();

    private readonly Option<string?> _show = new("--show")
    {
        Description = "With a translation: what was said, what it means, or both. Default: subtitles the first, text both.",
        HelpName = "original|translated|both",
    };

    private readonly Option<bool> _timestamps = new("--timestamps") { Description = "Text: every paragraph begins with its time." };

    /// <summary>True where a form is asked for.</summary>
    public bool IsGiven(ParseResult arguments) => arguments.GetResult(_format) is { Implicit: false };

    /// <summary>All of them.</summary>
    public IReadOnlyList<Option> All => [_format, .. _subtitles.All, _show, _timestamps, _redact];

    /// <summary>Reads them.</summary>
    /// <exception cref="UsageException">A value is none of those that there are.</exception>
    public ExportForm Read(ParseResult arguments)
    {
        var query = new Dictionary<string, StringValues> { ["format"] = arguments.GetValue(_format)!.ToLowerInvariant() };
        foreach (var (name, value) in _subtitles.Query(arguments)) query[name] = value;
        if (arguments.GetValue(_show) is { } show) query["translation"] = show;
        if (arguments.GetValue(_timestamps)) query["timestamps"] = "true";
        if (arguments.GetValue(_redact) is { } redact) query["redact"] = redact;
        try
        {
            var asked = new QueryCollection(query);
            return new ExportForm(query, ExportRequest.Read(asked), RenderingQuery.Read(asked));
        }
        catch (ApiException refused)
        {
            var message = refused.ValidationErrors is [var first, ..] ? first.Message : refused.Message;
            foreach (var name in query.Keys)
            {
                var option = name == "translation" ? _show.Name : $"--{name.Replace('_', '-')}";
                message = message.Replace($"'{name}'", option, StringComparison.Ordinal);
            }
            throw new UsageException(Printable.Of(message));
        }
    }
}

/// <summary>The form in which a transcript is wanted.</summary>
/// <param name="Query">As parameters of the API.</param>
/// <param name="Request">As this program writes it itself; null: the API's own form.</param>
/// <param name="Rendering">Style, and what is not shown.</param>
internal sealed record ExportForm(IReadOnlyDictionary<string, StringValues> Query, ExportRequest? Request, RenderingOptions Rendering)
{
    /// <summary>The extension of a file, without its dot.</summary>
    public string Extension => Request?.Format.Name ?? ExportFormat.Json;

    /// <summary>True for forms of which several, one after the other, need headings.</summary>
    public bool NeedsHeading => Extension is "txt" or "srt" or "vtt";

    /// <summary>True for what no terminal can show.</summary>
    public bool IsBinary => Request is { Format.Text: null };

    /// <summary>The parameters as an address has them.</summary>
    public string QueryString => string.Join('&', Query
        .OrderBy(parameter => parameter.Key, StringComparer.Ordinal)
        .Select(parameter => $"{parameter.Key}={Uri.EscapeDataString(parameter.Value.ToString())}"));
}
