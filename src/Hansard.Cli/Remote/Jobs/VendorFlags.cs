using System.CommandLine;
using System.Text.Json.Nodes;
using Hansard.Cli.Transcribe;
using Hansard.Cli.Usage;
using Hansard.Engine.Translation;

namespace Hansard.Cli.Remote.Jobs;

/// <summary>
/// The flags of the vendor's example programs, which upload, wait, print the transcript with its speakers and languages, and delete what
/// they made.
/// </summary>
internal sealed class VendorFlags
{
    // The language that the examples translate into, and the other one of their pair.
    private const string Target = "es";
    private const string Pair = "en:es";

    private readonly Option<string?> _path = new("--audio_path") { Description = "As in the vendor's examples: a recording." };
    private readonly Option<string?> _url = new("--audio_url") { Description = "As in the vendor's examples: the address of a recording." };

    private readonly Option<string?> _translation = new("--translation")
    {
        Description = "As in the vendor's examples: one_way is into --translate, or else es; two_way between the two of --translate, or "
            + "else en:es.",
        HelpName = "none|one_way|two_way",
    };

    private readonly Option<bool> _deleteFiles = new("--delete_all_files")
    {
        Description = "As in the vendor's examples: delete all files, without asking.",
    };

    private readonly Option<bool> _deleteTranscriptions = new("--delete_all_transcriptions")
    {
        Description = "As in the vendor's examples: delete all transcriptions that have ended, without asking.",
    };

    /// <summary>All of them.</summary>
    public IReadOnlyList<Option> All => [_path, _url, _translation, _deleteFiles, _deleteTranscriptions];

    /// <summary>Reads them.</summary>
    /// <exception cref="UsageException">They contradict each other.</exception>
    public Meaning Read(ParseResult arguments)
    {
        var translation = arguments.GetValue(_translation);
        if (translation is not (null or "none" or "one_way" or "two_way"))
            throw new UsageException($"--translation takes none, one_way or two_way, not '{translation}'.");
        var (path, url) = (arguments.GetValue(_path), arguments.GetValue(_url));
        if (path is not null && url is not null) throw new UsageException("--audio_path and --audio_url exclude each other: give one.");
        return new Meaning(
            path ?? url, translation, arguments.GetValue(_deleteFiles), arguments.GetValue(_deleteTranscriptions));
    }

    /// <summary>A translation as the request has it, and the terms that belong to it.</summary>
    internal sealed record Wanted(JsonObject? Request, IReadOnlyList<TranslationTerm> Terms);

    /// <summary>What they say.</summary>
    /// <param name="Source">The recording of --audio_path or --audio_url.</param>
    /// <param name="Mode">The value of --translation.</param>
    /// <param name="DeletesFiles">All files are to be deleted.</param>
    /// <param name="DeletesTranscriptions">All transcriptions are to be deleted.</param>
    internal sealed record Meaning(string? Source, string? Mode, bool DeletesFiles, bool DeletesTranscriptions)
    {
        /// <summary>True where the whole of an example is meant: upload, wait, print, delete.</summary>
        public bool IsExample => Source is not null;

        /// <summary>The translation of these flags and of --translate.</summary>
        /// <exception cref="UsageException">They contradict each other.</exception>
        public Wanted Translation(string? translate, IReadOnlyList<string> terms)
        {
            if (Mode == "none" && translate is not null)
                throw new UsageException("--translation none and --translate contradict each other.");
            var argument = Mode switch { "one_way" => translate ?? Target, "two_way" => translate ?? Pair, _ => translate };
            return (TranslationArgument.Read(argument, terms), Mode) switch
            {
                (null, _) => new Wanted(null, []),
                (OneWayTranslation one, not "two_way") => new Wanted(
                    new JsonObject { ["type"] = "one_way", ["target_language"] = one.Target }, one.Terms),
                (TwoWayTranslation two, not "one_way") => new Wanted(
                    new JsonObject { ["type"] = "two_way", ["language_a"] = two.A, ["language_b"] = two.B }, two.Terms),
                _ => throw new UsageException(
                    $"--translation {Mode} goes with {(Mode == "one_way" ? "one language" : "two languages")} in --translate, "
                    + $"not '{translate}'."),
            };
        }
    }
}
