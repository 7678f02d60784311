using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Hansard.Cli.Languages;
using Hansard.Cli.Transcribe.Options;
using Hansard.Cli.Usage;

namespace Hansard.Cli.Remote.Jobs;

/// <summary>
/// The options of a submission that become fields of its request; those that <c>transcribe</c> has too are called the same.
/// </summary>
internal sealed class JobOptions
{
    private const int MostSpeakers = 20; // TranscriptionBody.MaximumSpeakers.

    private readonly Option<string?> _model = new("--model", "-m") { Description = "A model of 'GET /v1/models'. Default: the newest." };

    private readonly Option<string?> _language = new("--language", "-l")
    {
        Description = "The language spoken, such as en or english: no other is possible.",
        HelpName = "LANGUAGE",
    };

    private readonly Option<string[]> _hints = new("--hint", "--language-hints")
    {
        Description = "A language that is likely to be spoken, such as en, or several with commas. May be repeated.",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<bool> _strict = new("--strict") { Description = "Only the languages of --hint are possible." };

    private readonly Option<bool> _identifyLanguage = new("--identify-language") { Description = "Tell the language of every word." };

    private readonly Option<bool> _diarize = new("--diarize")
    {
        Description = "Tell speakers apart. --speakers, --min-speakers, --max-speakers and --identify imply it.",
    };

    private readonly Option<int?> _speakers = NumberOption.Create(
        "--speakers", 1, MostSpeakers, "How many speakers there are, 1 to 20. Default: found out.");

    private readonly Option<int?> _fewest = NumberOption.Create(
        "--min-speakers", 1, MostSpeakers, "How many speakers there are at least.");

    private readonly Option<int?> _most = NumberOption.Create("--max-speakers", 1, MostSpeakers, "How many speakers there are at most.");

    private readonly Option<bool> _identify = new("--identify") { Description = "Name speakers whom the server's project knows." };

    private readonly Option<string?> _context = new("--context")
    {
        Description = "What the recordings are about: a JSON file with any of general, text, terms and translation_terms.",
    };

    private readonly Option<string[]> _terms = new("--term")
    {
        Description = "A name or word that may be said, as it is to be written. May be repeated.",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string?> _translate = new("--translate")
    {
        Description = "Translate into a language, such as es, or between two, such as en:pt.",
    };

    private readonly Option<string[]> _translationTerms = new("--translation-term")
    {
        Description = "How a term is translated, such as stroke=ictus. May be repeated.",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string?> _track = new("--track")
    {
        Description = "Which sound track of a film with several: its number, its language, or all.",
        HelpName = "number|language|all",
    };

    private readonly Option<TimeSpan?> _from =
        RecordingTime.Option("--from", "Where to begin in the recording, such as 1:30, 1:02:03 or 90.5. Default: the start.");

    private readonly Option<TimeSpan?> _to = RecordingTime.Option("--to", "Where to end, such as 12:00. Default: the end.");

    private readonly Option<bool> _noVocabulary = new("--no-vocabulary")
    {
        Description = "Leave the terms of the project's vocabulary out.",
    };

    private readonly Option<string?> _webhook = new("--webhook-url") { Description = "An address that the server tells of the end." };

    private readonly Option<string?> _webhookHeader = new("--webhook-header-file")
    {
        Description = "A file that holds a header for the webhook, such as 'Authorization: Bearer SECRET'.",
    };

    private readonly Option<string?> _reference = new("--client-reference-id")
    {
        Description = "Your own name for it, up to 256 characters.",
    };

    /// <summary>All of them.</summary>
    public IReadOnlyList<Option> All =>
    [
        _model, _language, _hints, _strict, _identifyLanguage, _diarize, _speakers, _fewest, _most, _identify, _context, _terms, _translate,
        _translationTerms, _track, _from, _to, _noVocabulary, _webhook, _webhookHeader, _reference,
    ];

    /// <summary>Makes the options.</summary>
    public JobOptions()
    {
        foreach (var option in (Option[])[_language, _hints, _translate]) option.CompletionSources.Add([.. LanguageNames.Suggestions]);
    }

    /// <summary>The model that is asked for; null: the newest.</summary>
    public string? Model(ParseResult arguments) => arguments.GetValue(_model);

    /// <summary>Makes the request, without its model and its source.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="vendor">What the vendor's own flags say besides.</param>
    /// <exception cref="UsageException">Options contradict each other, or say what cannot be.</exception>
    public JsonObject Read(ParseResult arguments, VendorFlags.Meaning vendor)
    {
        var body = new JsonObject();
        ReadLanguages(arguments, body);
        ReadSpeakers(arguments, body);
        if (arguments.GetValue(_identifyLanguage) || vendor.IsExample) body["enable_language_identification"] = true;
        if (vendor.IsExample) body["enable_speaker_diarization"] = true;
        var translation = vendor.Translation(arguments.GetValue(_translate), arguments.GetValue(_translationTerms)!);
        if (translation.Request is not null) body["translation"] = translation.Request;
        if (JobContext.Read(arguments.GetValue(_context), arguments.GetValue(_terms)!, translation.Terms) is { } context)
            body["context"] = context;
        if (RecognitionOptions.ReadTrack(arguments.GetValue(_track)) is { } track)
            body["audio_track"] = int.TryParse(track, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : track;
        ReadRange(arguments, body);
        if (arguments.GetValue(_noVocabulary)) body["use_vocabulary"] = false;
        ReadWebhook(arguments, body);
        if (arguments.GetValue(_reference) is { } reference) body["client_reference_id"] = reference;
        return body;
    }

    private void ReadLanguages(ParseResult arguments, JsonObject body)
    {
        string[] hints =
        [
            .. arguments.GetValue(_hints)!
                .SelectMany(hint => hint.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)),
        ];
        var (language, strict) = (arguments.GetValue(_language), arguments.GetValue(_strict));
        RecognitionOptions.CheckLanguages(language, hints, strict);
        string[] all = language is not null
            ? [LanguageNames.Read("--language", language)]
            : [.. hints.Select(hint => LanguageNames.Read("--hint", hint))];
        if (all.Length == 0) return;
        body["language_hints"] = new JsonArray([.. all.Select(hint => JsonValue.Create(hint))]);
        if (language is not null || strict) body["language_hints_strict"] = true;
    }

    private void ReadSpeakers(ParseResult arguments, JsonObject body)
    {
        var (count, fewest, most) = (arguments.GetValue(_speakers), arguments.GetValue(_fewest), arguments.GetValue(_most));
        SpeakerOptions.CheckCounts(count, fewest, most);
        var isIdentified = arguments.GetValue(_identify);
        if (arguments.GetValue(_diarize) || isIdentified || (count ?? fewest ?? most) is not null)
            body["enable_speaker_diarization"] = true;
        if (isIdentified) body["identify_speakers"] = true;
        if (count is not null) body["num_speakers"] = count;
        if (fewest is not null) body["min_speakers"] = fewest;
        if (most is not null) body["max_speakers"] = most;
    }

    private void ReadRange(ParseResult arguments, JsonObject body)
    {
        var (from, to) = (arguments.GetValue(_from), arguments.GetValue(_to));
        _ = RecognitionOptions.ReadPart(from, to); // Refuses what cannot be.
        if (from is { } start) body["audio_start_ms"] = (long)Math.Round(start.TotalMilliseconds);
        if (to is { } end) body["audio_end_ms"] = (long)Math.Round(end.TotalMilliseconds);
    }

    private void ReadWebhook(ParseResult arguments, JsonObject body)
    {
        var (url, file) = (arguments.GetValue(_webhook), arguments.GetValue(_webhookHeader));
        if (url is not null) body["webhook_url"] = url;
        if (file is null) return;
        if (url is null) throw new UsageException("--webhook-header-file has no meaning without --webhook-url.");
        string[] parts;
        try
        {
            parts = File.ReadAllText(file).Trim().Split(':', 2, StringSplitOptions.TrimEntries);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--webhook-header-file: '{file}' cannot be read: {FileFault.Reason(e, file)}");
        }
        if (parts is not [{ Length: > 0 } name, { Length: > 0 } value])
            throw new UsageException($"--webhook-header-file: '{file}' holds no header such as 'Authorization: Bearer SECRET'.");
        body["webhook_auth_header_name"] = name;
        body["webhook_auth_header_value"] = value;
    }
}
