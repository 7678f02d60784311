using System.CommandLine;
using Hansard.Cli.Formats;
using Hansard.Cli.Transcribe;
using Hansard.Cli.Transcribe.Options;
using Hansard.Cli.Usage;
using Hansard.Engine;
using Hansard.Engine.Recognition.Languages;
using Hansard.Engine.Translation;
using Hansard.Server.FolderWatch;

namespace Hansard.Cli.Watch;

/// <summary>hansard watch: transcribes what appears in a folder.</summary>
internal sealed class WatchCommand
{
    // Options of single recordings, or of a call that ends.
    private static readonly string[] LeftOut = ["--from", "--to", "--output", "--overwrite", "--skip-existing", "--stream"];

    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromDays(1);

    private readonly Argument<string> _folder = new("folder")
    {
        Description = "The folder that recordings appear in, at any depth. They are never changed.",
    };

    private readonly Option<string?> _to = new("--to")
    {
        Description = "The folder of the transcripts, which gets the same folders below it. Default: beside the recordings, subtitles by "
            + "the names that media servers expect, such as film.en.srt.",
        HelpName = "FOLDER",
    };

    private readonly Option<TimeSpan?> _interval =
        RecordingTime.Option("--interval", "How often the folder is looked into, such as 10 or 1:00. Default: 10 seconds.");

    private readonly Option<TimeSpan?> _settle = RecordingTime.Option(
        "--settle", "How long a recording must not have changed to be taken for complete. Default: 10 seconds.");

    private readonly Option<bool> _skipIfSubtitles = new("--skip-if-subtitles")
    {
        Description = "Skip films that have subtitles already, in the file or beside it, in the languages wanted.",
    };

    private readonly Option<bool> _once = new("--once")
    {
        Description = "Do what is there and complete, and end; exit code 1 where something failed.",
    };

    private readonly Option<bool> _retry = new("--retry") { Description = "Try again what failed or was skipped before." };
    private readonly TranscriptionArguments _transcription = new();

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var options = new WatchCommand();
        var command = new Command(
            "watch", "Transcribe what appears in a folder and is complete, each recording once, until Ctrl-C. What fails is listed in "
                + $"{FailureList.Name}.")
        {
            options._folder, options._to, options._interval, options._settle, options._skipIfSubtitles, options._once, options._retry,
        };
        foreach (var option in options._transcription.All.Where(option => !LeftOut.Contains(option.Name))) command.Options.Add(option);
        command.SetAction(options.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        await Task.Yield(); // As in TranscribeCommand: an interrupt is heard only from here on.
        var isQuiet = _transcription.IsQuiet(arguments);
        var warnings = new Warnings(isQuiet ? null : Console.Error);
        var wanted = _transcription.Read(arguments, warnings);
        var settings = Settings(arguments, wanted.Options);
        var formats = wanted.Output.Formats.Count > 0
            ? wanted.Output.Formats
            : [FormatOption.Find(settings.Output is null ? "srt" : "txt")!];
        var options = _transcription.Complete(arguments, wanted.Options, formats, warnings);
        _transcription.MustBeInstalled(arguments);
        using var journal = Open(settings);
        await using var local = await _transcription.OpenAsync(arguments, options, warnings).ConfigureAwait(false);
        var forms = new WatchedForms(formats, wanted.Output.Writer, FilesOf(options.Translation), isBeside: settings.Output is null);
        return await WatchAsync(
            settings with { AtOnce = _transcription.Threads(arguments) }, journal,
            new EngineTranscription(local.Engine, local.Options, forms), new WatchLog(Console.Error, isQuiet),
            arguments.GetValue(_once), cancellationToken).ConfigureAwait(false);
    }

    private static async Task<int> WatchAsync(
        WatchSettings settings, WatchJournal journal, IWatchedTranscriber transcriber, WatchLog log, bool isOnce,
        CancellationToken cancellationToken)
    {
        var watcher = new FolderWatcher(settings, journal, transcriber, log, TimeProvider.System);
        try
        {
            if (isOnce)
            {
                log.Summarize(await watcher.RunOnceAsync(cancellationToken).ConfigureAwait(false));
                return log.HasFailures ? CommandLine.Failed : 0;
            }
            log.Begin(settings);
            await watcher.RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!isOnce && cancellationToken.IsCancellationRequested)
        {
            // The only way in which it ends: no failure.
            log.Summarize(0);
        }
        return 0;
    }

    private WatchSettings Settings(ParseResult arguments, TranscriptionOptions options)
    {
        var (folder, to) = (arguments.GetValue(_folder)!, arguments.GetValue(_to));
        if (!Directory.Exists(folder)) throw new UsageException($"There is no folder '{folder}' to watch.");
        return new WatchSettings(folder, to)
        {
            Interval = Time(arguments, _interval),
            Settle = Time(arguments, _settle),
            Retry = arguments.GetValue(_retry),
            SkipIfSubtitles = arguments.GetValue(_skipIfSubtitles)
                ? new WantedLanguages(
                    options.Language is { } language ? LanguageCodes.OfTag(language) : null, [.. options.Translation?.Targets ?? []])
                : null,
        };
    }

    private static TimeSpan Time(ParseResult arguments, Option<TimeSpan?> option)
    {
        var time = arguments.GetValue(option) ?? TimeSpan.FromSeconds(10);
        return time >= ShortestInterval && time <= LongestInterval
            ? time
            : throw new UsageException($"{option.Name} takes a time from {ShortestInterval.TotalSeconds} seconds to a day.");
    }

    // Also of a single translation, as media servers choose by language.
    private static IReadOnlyList<string> FilesOf(TranslationOptions? translation)
        => translation is OneWayTranslation one ? [one.Target] : TranslationArguments.FilesOf(translation);

    private static WatchJournal Open(WatchSettings settings)
    {
        try
        {
            Directory.CreateDirectory(settings.OutputFolder);
            return WatchJournal.Open(settings.OutputFolder);
        }
        catch (Exception e) when (e is not WatchInUseException && e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"Nothing can be written to '{settings.OutputFolder}': {FileFault.Reason(e, settings.OutputFolder)}");
        }
    }
}
