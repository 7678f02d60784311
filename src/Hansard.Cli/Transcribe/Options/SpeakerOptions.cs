using System.CommandLine;
using Hansard.Cli.Serve;
using Hansard.Cli.Usage;
using Hansard.Engine;
using Hansard.Engine.Voices;

namespace Hansard.Cli.Transcribe.Options;

/// <summary>Options of who speaks.</summary>
internal sealed class SpeakerOptions
{
    private readonly Option<bool> _diarize = new("--diarize")
    {
        Description = "Tell speakers apart. --speakers, --min-speakers, --max-speakers, --channels split, --identify and --format rttm "
            + "imply it.",
    };

    private readonly Option<int?> _count = NumberOption.Create(
        "--speakers", 1, 20, "How many speakers there are, 1 to 20. Default: found out.");

    private readonly Option<int?> _fewest = NumberOption.Create("--min-speakers", 1, 20, "How many speakers there are at least.");
    private readonly Option<int?> _most = NumberOption.Create("--max-speakers", 1, 20, "How many speakers there are at most.");

    private readonly Option<bool> _identify = new("--identify")
    {
        Description = "Name speakers who are known: those of 'hansard speakers list', in the same --data and --project.",
    };

    private readonly Option<string> _project = ServerDataOptions.Project("With --identify: the project whose people may speak.");
    private readonly Option<string?> _data = ServerDataOptions.Data();
    private readonly Option<string?> _config = ServerDataOptions.Config();

    private readonly Option<ChannelHandling> _channels = new("--channels")
    {
        Description = "split: every channel is a speaker; mix: they are not; auto, the default: found out.",
        HelpName = "auto|split|mix",
    };

    private readonly Option<string?> _model = new("--speaker-model") { Description = "A speaker encoder of the catalogue." };

    /// <summary>All of them.</summary>
    public IEnumerable<Option> All => [_diarize, _count, _fewest, _most, _identify, _project, _data, _config, _channels, _model];

    /// <summary>The speaker encoder; null: the default.</summary>
    public string? Model(ParseResult arguments) => arguments.GetValue(_model);

    /// <summary>Adds what they say to the other options.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="options">The other options.</param>
    /// <param name="writesTurns">A format is wanted that shows nothing but who speaks.</param>
    /// <param name="warnings">Told of what has no effect.</param>
    /// <exception cref="UsageException">They contradict each other.</exception>
    public TranscriptionOptions Add(ParseResult arguments, TranscriptionOptions options, bool writesTurns, Warnings warnings)
    {
        var (count, fewest, most) = (arguments.GetValue(_count), arguments.GetValue(_fewest), arguments.GetValue(_most));
        CheckCounts(count, fewest, most);
        var isIdentified = arguments.GetValue(_identify);
        foreach (var option in (Option[])[_project, _data, _config])
        {
            if (!isIdentified && arguments.GetResult(option) is { Implicit: false })
                throw new UsageException($"{option.Name} has no meaning without --identify.");
        }

        var channels = arguments.GetValue(_channels);
        var diarize = arguments.GetValue(_diarize) || isIdentified || (count ?? fewest ?? most) is not null
            || channels is ChannelHandling.Split || writesTurns;
        if (channels is ChannelHandling.Split && (count ?? fewest ?? most) is not null)
            warnings.Add("--channels split makes every channel a speaker: the number of speakers counts only where there is one channel.");
        if (!diarize && channels is ChannelHandling.Mix) warnings.Add("--channels mix has no effect without --diarize.");
        if (!diarize && Model(arguments) is not null) warnings.Add("--speaker-model has no effect without --diarize.");
        return options with
        {
            Diarize = diarize,
            SpeakerCount = count,
            MinimumSpeakers = fewest,
            MaximumSpeakers = most,
            Channels = channels,
        };
    }

    /// <summary>Refuses numbers of speakers that cannot stand beside each other.</summary>
    /// <exception cref="UsageException">They contradict each other.</exception>
    public static void CheckCounts(int? count, int? fewest, int? most)
    {
        if (count is not null && (fewest ?? most) is not null)
            throw new UsageException("--speakers says how many there are: --min-speakers and --max-speakers have no meaning with it.");
        if (fewest > most) throw new UsageException("--min-speakers is greater than --max-speakers.");
    }

    /// <summary>The people who may be known again; empty if that is not asked for.</summary>
    /// <exception cref="IOException">There is no data of a server, or it cannot be used.</exception>
    /// <exception cref="InvalidDataException">There is no such project, or nobody is known.</exception>
    public IReadOnlyList<KnownVoice> Known(ParseResult arguments, Warnings warnings)
        => arguments.GetValue(_identify)
            ? KnownSpeakersArgument.Read(
                arguments.GetValue(_data), arguments.GetValue(_config), arguments.GetValue(_project)!, warnings)
            : [];
}
