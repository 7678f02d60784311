using System.CommandLine;
using Hansard.Cli.Models;
using Hansard.Cli.Transcribe.Options;
using Hansard.Cli.Usage;
using Hansard.Engine;
using Hansard.Engine.Models;
using Hansard.Translation;

namespace Hansard.Cli.Transcribe;

/// <summary>The engine that a command's options ask for, with its translators.</summary>
internal sealed class LocalEngine : IAsyncDisposable
{
    private readonly TranslatorCatalogue _translators;

    private LocalEngine(TranscriptionEngine engine, TranscriptionOptions options, TranslatorCatalogue translators)
        => (Engine, Options, _translators) = (engine, options, translators);

    /// <summary>The engine.</summary>
    public TranscriptionEngine Engine { get; }

    /// <summary>The options of every transcription.</summary>
    public TranscriptionOptions Options { get; }

    /// <summary>Finds out whether all that it needs is here, which takes no time.</summary>
    /// <exception cref="UsageException">There is no such model, or it is not downloaded.</exception>
    public static void MustBeInstalled(ParseResult arguments, RecognitionOptions recognition, SpeakerOptions speakers)
    {
        Ffmpeg.MustBeInstalled();
        var models = ModelsDirectory.Find();
        ModelArgument.MustBeThere(recognition.Model(arguments), ModelKind.Speech, models);
        ModelArgument.MustBeThere(speakers.Model(arguments), ModelKind.SpeakerEncoder, models);
    }

    /// <summary>Loads the models, and finds out whether they can do what is asked for.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="recognition">Options of the command.</param>
    /// <param name="speakers">Options of the command.</param>
    /// <param name="wanted">All that is asked for.</param>
    /// <param name="warnings">Told of what has no effect.</param>
    /// <exception cref="UsageException">They cannot.</exception>
    public static async Task<LocalEngine> OpenAsync(
        ParseResult arguments, RecognitionOptions recognition, SpeakerOptions speakers, TranscriptionOptions wanted, Warnings warnings)
    {
        var (models, threads) = (ModelsDirectory.Find(), recognition.Threads(arguments));
        var translators = TranslatorCatalogue.Open(new TranslationSettings { ModelsDirectory = models, Threads = threads });
        TranscriptionEngine? engine = null;
        try
        {
            engine = TranscriptionEngine.Create(new EngineOptions
            {
                ModelsDirectory = models,
                Translators = translators,
                Model = recognition.Model(arguments),
                SpeakerModel = speakers.Model(arguments),
                Threads = threads,
            });
            RecognitionOptions.Check(wanted, engine, warnings);
            KnownSpeakersArgument.Check(wanted.KnownVoices, engine.SpeakerModelName);
            TranslationArguments.Check(wanted.Translation, engine.Translations);
            return new LocalEngine(engine, wanted, translators);
        }
        catch
        {
            if (engine is not null) await engine.DisposeAsync().ConfigureAwait(false);
            await translators.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync().ConfigureAwait(false);
        await _translators.DisposeAsync().ConfigureAwait(false);
    }
}
