using System.CommandLine;
using Hansard.Cli.Usage;
using Hansard.Server.Contract;
using Hansard.Server.Exports;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Hansard.Cli.Remote.Transcripts;

/// <summary>The options that say in which form a transcript is wanted.</summary>
internal sealed class ExportOptions
{
    private readonly Option<string> _format = new("--format")
    {
        Description = "txt, md, json (the API's own form, with all tokens), csv, srt, vtt, ass, rttm or docx.",
        HelpName = "txt|md|json|csv|srt|vtt|ass|rttm|docx",
        DefaultValueFactory = _ => "txt",
    };

    private readonly Option<string?> _style = Parameter("--style", "Subtitles: a layout, such as netflix or bbc; what follows changes it.");
    private readonly Option<string?> _lineWidth = Parameter("--line-width", "Subtitles: characters in a line.");
    private readonly Option<string?> _maxLines = Parameter("--max-lines", "Subtitles: lines at once, 1 or 2.");
    private readonly Option<string?> _readingSpeed = Parameter("--reading-speed", "Subtitles: characters a second that can be read.");
    private readonly Option<string?> _minDuration = Parameter("--min-duration-ms", "Subtitles: the least time that one stays.");
    private readonly Option<string?> _maxDuration = Parameter("--max-duration-ms", "Subtitles: the longest time that one stays.");
    private readonly Option<string?> _gap = Parameter("--gap-ms", "Subtitles: the least time between two.");
    private readonly Option<string?> _frameRate = Parameter("--frame-rate", "Subtitles: frames a second of the film.");

    private readonly Option<string?> _show = new("--show")
    {
        Description = "With a translation: what was said, what it means, or both. Default: subtitles the first, text both.",
        HelpName = "original|translated|both",
    };

    private readonly Option<bool> _timestamps = new("--timestamps") { Description = "Text: every paragraph begins with its time." };

    /// <summary>True where a form is asked for.</summary>
    public bool IsGiven(ParseResult arguments) => arguments.GetResult(_format) is { Implicit: false };

    /// <summary>All of them.</summary>
    public IReadOnlyList<Option> All => [_format, _style, .. Numbers, _show, _timestamps];

    private Option<string?>[] Numbers => [_lineWidth, _maxLines, _readingSpeed, _minDuration, _maxDuration, _gap, _frameRate];

    /// <summary>Reads them.</summary>
    /// <exception cref="UsageException">A value is none of those that there are.</exception>
    public ExportForm Read(ParseResult arguments)
    {
        var query = new Dictionary<string, StringValues> { ["format"] = arguments.GetValue(_format)!.ToLowerInvariant() };
        foreach (var option in (Option<string?>[])[_style, .. Numbers])
            if (arguments.GetValue(option) is { } value) query[NameOf(option)] = value;
        if (arguments.GetValue(_show) is { } show) query["translation"] = show;
        if (arguments.GetValue(_timestamps)) query["timestamps"] = "true";
        try
        {
            return new ExportForm(query, ExportRequest.Read(new QueryCollection(query)));
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

    private static Option<string?> Parameter(string name, string description) => new(name) { Description = description };

    private static string NameOf(Option option) => option.Name[2..].Replace('-', '_');
}

/// <summary>The form in which a transcript is wanted.</summary>
/// <param name="Query">As parameters of the API.</param>
/// <param name="Request">As this program writes it itself; null: the API's own form.</param>
internal sealed record ExportForm(IReadOnlyDictionary<string, StringValues> Query, ExportRequest? Request)
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
