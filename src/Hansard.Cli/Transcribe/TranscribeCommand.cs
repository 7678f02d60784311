using System.CommandLine;
using Hansard.Cli.Models;
using Hansard.Cli.Serve;
using Hansard.Cli.Transcribe.Input;
using Hansard.Cli.Transcribe.Output;
using Hansard.Cli.Usage;
using Hansard.Engine;
using Hansard.Engine.Models;
using Hansard.Engine.Transcripts;
using Hansard.Translation;

namespace Hansard.Cli.Transcribe;

/// <summary>hansard transcribe: recordings in, transcripts out.</summary>
internal static class TranscribeCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var files = new Argument<string[]>("file")
        {
            Description = "Recordings in any common audio or video format; - is standard input.",
            Arity = ArgumentArity.OneOrMore,
        };
        var language = new Option<string?>("--language")
        {
            Description = "The language spoken, such as en or pt; zh-TW, zh-HK and zh-CN are Chinese in that script. "
                + "Default: found out, sentence by sentence.",
        };
        var hints = new Option<string[]>("--hint")
        {
            Description = "A language that is likely to be spoken, such as en or zh-TW. May be repeated.",
            DefaultValueFactory = _ => [],
        };
        var strict = new Option<bool>("--strict") { Description = "Only the languages of --hint are possible." };
        var context = new Option<string?>("--context")
        {
            Description = "What the recordings are about: a JSON file with any of general, text and terms, as in the HTTP API.",
        };
        var contextTerms = new Option<string[]>("--term")
        {
            Description = "A name or word that may be said, as it is to be written. May be repeated.",
            DefaultValueFactory = _ => [],
        };
        var model = new Option<string?>("--model")
        {
            Description = "A speech model: a name from 'hansard models list', or a folder in the Hugging Face layout.",
        };
        var beam = new Option<int>("--beam")
        {
            Description = "Hypotheses kept while decoding: 5 is most accurate, 1 fastest.",
            DefaultValueFactory = _ => 5,
        };
        var threads = new Option<int?>("--threads")
        {
            Description = "Processor cores to use. Default: all.",
        };
        var format = new Option<TranscriptFormat>("--format")
        {
            Description = "txt, md, json, csv, srt, vtt, ass or rttm (speaker turns). Default: txt.",
            HelpName = "txt|md|json|csv|srt|vtt|ass|rttm",
        };
        var output = new Option<string?>("--output")
        {
            Description = "Where to write: a file, or a folder that receives one file for each recording. Default, and -: standard output.",
        };
        var overwrite = new Option<bool>("--overwrite")
        {
            Description = "Write over transcripts that exist. Otherwise their recordings are skipped, with exit code 1.",
        };
        var skipExisting = new Option<bool>("--skip-existing")
        {
            Description = "Skip recordings whose transcripts exist, and take that for success.",
        };
        var translate = new Option<string?>("--translate")
        {
            Description = "Translate into a language, such as es, or between two, such as en:pt.",
        };
        var terms = new Option<string[]>("--translation-term")
        {
            Description = "How a term is translated, such as stroke=ictus. May be repeated.",
            DefaultValueFactory = _ => [],
        };
        var translatedOnly = new Option<bool>("--translated-only")
        {
            Description = "Text and subtitles show the translation in place of what was said.",
        };
        var track = new Option<string?>("--track")
        {
            Description = "Which sound track of a film with several: its number, from 1 on, its language, such as en, or all, for a "
                + "transcript of each. Default: the first one that the file recommends and on which somebody speaks.",
            HelpName = "number|language|all",
        };
        var diarize = new Option<bool>("--diarize")
        {
            Description = "Tell speakers apart. --speakers, --min-speakers, --max-speakers, --channels split, --identify and --format rttm "
                + "imply it.",
        };
        var identify = new Option<bool>("--identify")
        {
            Description = "Name speakers who are known: those of 'hansard speakers list', in the same --data and --project.",
        };
        var project = ServerDataOptions.Project("With --identify: the project whose people may speak.");
        var (data, config) = (ServerDataOptions.Data(), ServerDataOptions.Config());
        var speakers = new Option<int?>("--speakers") { Description = "How many speakers there are, 1 to 20. Default: found out." };
        var fewestSpeakers = new Option<int?>("--min-speakers") { Description = "How many speakers there are at least." };
        var mostSpeakers = new Option<int?>("--max-speakers") { Description = "How many speakers there are at most." };
        var channels = new Option<ChannelHandling>("--channels")
        {
            Description = "split: every channel is a speaker; mix: they are not; auto, the default: found out.",
            HelpName = "auto|split|mix",
        };
        var speakerModel = new Option<string?>("--speaker-model") { Description = "A speaker encoder of the catalogue." };
        InRange(beam, 1, 10);
        InRange(threads, 1, 1024);
        InRange(speakers, 1, 20);
        InRange(fewestSpeakers, 1, 20);
        InRange(mostSpeakers, 1, 20);
        var command = new Command(
            "transcribe",
            "Transcribe recordings. Exit codes: 0 done, 1 a recording failed or was skipped, 2 wrong usage, 130 interrupted.")
        {
            files, language, hints, strict, context, contextTerms, track, diarize, speakers, fewestSpeakers, mostSpeakers, identify,
            project, data, config, channels, speakerModel, model, beam, threads, format, output, overwrite, skipExisting, translate, terms,
            translatedOnly,
        };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            // System.CommandLine hears an interrupt only once its action has given way: until then it would end the process at once, and
            // temporary files would stay behind.
            await Task.Yield();
            var recordings = RecordingArguments.Read(arguments.GetValue(files)!);
            if (arguments.GetValue(translatedOnly) && arguments.GetValue(translate) is null)
                throw new UsageException("--translated-only has no meaning without --translate.");
            var (fewest, most) = (arguments.GetValue(fewestSpeakers), arguments.GetValue(mostSpeakers));
            if (arguments.GetValue(speakers) is not null && (fewest ?? most) is not null)
                throw new UsageException("--speakers says how many there are: --min-speakers and --max-speakers have no meaning with it.");
            if (fewest > most) throw new UsageException("--min-speakers is greater than --max-speakers.");
            var isIdentified = arguments.GetValue(identify);
            foreach (var option in (Option[])[project, data, config])
            {
                if (!isIdentified && arguments.GetResult(option) is { Implicit: false })
                    throw new UsageException($"{option.Name} has no meaning without --identify.");
            }

            var contextFile = arguments.GetValue(context);
            var existing = Existing(arguments.GetValue(overwrite), arguments.GetValue(skipExisting));
            string[] otherInputs = contextFile is null ? [] : [contextFile];
            var outputs = OutputPlan.Make(recordings, arguments.GetValue(output), arguments.GetValue(format), existing, otherInputs)
                .Select(o => o with { TranslatedOnly = arguments.GetValue(translatedOnly) }).ToList();
            var languages = LanguageArguments.Read(
                arguments.GetValue(language), arguments.GetValue(hints)!, arguments.GetValue(strict));
            var options = languages with
            {
                Context = ContextArguments.Read(contextFile, arguments.GetValue(contextTerms)!),
                Track = TrackArgument.Read(arguments.GetValue(track)),
                BeamSize = arguments.GetValue(beam),
                Diarize = arguments.GetValue(diarize) || isIdentified || (arguments.GetValue(speakers) ?? fewest ?? most) is not null
                    || arguments.GetValue(channels) is ChannelHandling.Split || arguments.GetValue(format) is TranscriptFormat.Rttm,
                SpeakerCount = arguments.GetValue(speakers),
                MinimumSpeakers = fewest,
                MaximumSpeakers = most,
                Channels = arguments.GetValue(channels),
                Translation = TranslationArgument.Read(arguments.GetValue(translate), arguments.GetValue(terms)!),
            };
            // Loading the models takes a second, which is too long for nothing.
            if (outputs.All(o => o.Obstacle is not null))
                return await new TranscriptionRun(null, options, outputs).RunAsync(cancellationToken).ConfigureAwait(false);
            Ffmpeg.MustBeInstalled();
            var models = ModelsDirectory.Find();
            ModelArgument.MustBeThere(arguments.GetValue(model), ModelKind.Speech, models);
            ModelArgument.MustBeThere(arguments.GetValue(speakerModel), ModelKind.SpeakerEncoder, models);
            if (isIdentified)
            {
                var people = KnownSpeakersArgument.Read(
                    arguments.GetValue(data), arguments.GetValue(config), arguments.GetValue(project)!, Console.Error);
                options = options with { KnownVoices = people };
            }

            var cores = arguments.GetValue(threads) ?? Environment.ProcessorCount;
            await using var translators = TranslatorCatalogue.Open(new TranslationSettings
            {
                ModelsDirectory = models,
                Threads = cores,
            });
            await using var engine = TranscriptionEngine.Create(new EngineOptions
            {
                ModelsDirectory = models,
                Translators = translators,
                Model = arguments.GetValue(model),
                SpeakerModel = arguments.GetValue(speakerModel),
                Threads = cores,
            });
            LanguageArguments.Check(options, engine);
            KnownSpeakersArgument.Check(options.KnownVoices, engine.SpeakerModelName);
            TranslationArgument.Check(options.Translation, engine.Translations);
            return await new TranscriptionRun(engine, options, outputs).RunAsync(cancellationToken).ConfigureAwait(false);
        });
        return command;
    }

    private static ExistingFiles Existing(bool overwrite, bool skip) => (overwrite, skip) switch
    {
        (true, true) => throw new UsageException("--overwrite and --skip-existing contradict each other: use one of them."),
        (true, false) => ExistingFiles.Overwrite,
        (false, true) => ExistingFiles.Skip,
        _ => ExistingFiles.Refuse,
    };

    private static void InRange<T>(Option<T> option, int least, int most) => option.Validators.Add(result =>
    {
        foreach (var token in result.Tokens)
        {
            if (!int.TryParse(token.Value, out var value) || value < least || value > most)
                result.AddError($"{option.Name} takes a whole number from {least} to {most}, not '{token.Value}'.");
        }
    });
}
