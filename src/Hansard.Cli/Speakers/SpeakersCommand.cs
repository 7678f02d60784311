using System.CommandLine;
using Hansard.Cli.Display;
using Hansard.Cli.Serve;
using Hansard.Cli.Usage;
using Hansard.Engine.Transcripts;
using Hansard.Server.KnownSpeakers;
using Hansard.Server.Storage;
using Hansard.Server.Voices;

namespace Hansard.Cli.Speakers;

/// <summary>hansard speakers: adds, lists and removes the people whom 'transcribe --identify' and a server know again by voice.</summary>
internal static class SpeakersCommand
{
    private static readonly Option<string?> Data = ServerDataOptions.Data();
    private static readonly Option<string?> Config = ServerDataOptions.Config();

    /// <summary>The command.</summary>
    public static Command Create() => new(
        "speakers",
        "Add, list and remove people who are known again by their voices. Works on the data directory, whether the server runs or not. "
        + "Voices are biometric data: add nobody who has not agreed.")
    {
        Add(), List(), Remove(),
    };

    private static Command Add()
    {
        var name = new Argument<string>("NAME")
        {
            Description = "What to call the person. A name that there is already gets a further recording, and is known better.",
        };
        var recording = new Argument<string>("RECORDING")
        {
            Description = "A recording in which the person speaks, alone: half a minute is enough. Only the voice is kept, encrypted.",
        };
        var from = RecordingTime.Option("--from", "Where the person begins to speak, such as 12.5 or 1:30. Default: the start.");
        var to = RecordingTime.Option("--to", "Where the person has spoken, such as 40 or 2:10. Default: the end.");
        var project = ServerDataOptions.Project("The project that is to know the person; made when it is new.");
        var command = new Command("add", "Add a person, or a further recording of one.")
        {
            name, recording, from, to, project, Data, Config,
        };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var (start, end) = (arguments.GetValue(from), arguments.GetValue(to));
            if (end <= (start ?? TimeSpan.Zero)) throw new UsageException("--to is not after --from.");
            TimeRange[] ranges = (start ?? end) is null ? [] : [new TimeRange(start ?? TimeSpan.Zero, end ?? TimeSpan.MaxValue)];
            var enrolment = Enrolment.Of(arguments.GetValue(name)!, arguments.GetValue(recording)!, ranges);

            // A folder that was named, and is not there, may be a slip.
            var missing = arguments.GetValue(Data) is null ? MissingData.MakeFolder : MissingData.MakeDatabase;
            using var data = ServerData.Open(arguments.GetValue(Data), arguments.GetValue(Config), missing);
            Console.WriteLine(await enrolment.RunAsync(data, arguments.GetValue(project)!, cancellationToken).ConfigureAwait(false));
            return 0;
        });
        return command;
    }

    private static Command List()
    {
        var project = ServerDataOptions.Project("The project whose people are listed.");
        var command = new Command("list", "List people, and how much of their voices is kept.") { project, Data, Config };
        command.SetAction(arguments =>
        {
            using var data = ServerData.Open(arguments.GetValue(Data), arguments.GetValue(Config), MissingData.Refuse);
            var encryption = new VoiceEncryption(data.Directory, data.Options);
            encryption.Prepare();
            var owner = data.Project(arguments.GetValue(project)!);
            var rows = KnownPeople.All(data.KnownSpeakers, owner.Id).Select(person =>
            {
                var lost = person.Samples.Count(sample => encryption.Decrypt(owner.Id, sample.Voice) is null);
                var note = lost > 0 ? $" (the key is lost of {lost} of {person.Samples.Count} voices, which are of no use)" : "";
                return new ListedPerson(person, $"{person.Name}{note}");
            });
            Table.Write(
                Console.Out,
                [
                    new Column<ListedPerson>("RECORDINGS", row => $"{row.Person.Samples.Count}") { IsRight = true },
                    new("SPEECH", row => $"{row.Person.Samples.Sum(sample => sample.SpeechMs) / 1000.0:0.0} s") { IsRight = true },
                    new("ADDED", row => Timestamp.ToIso(row.Person.CreatedAt), Rank: 1),
                    new("NAME", row => row.Name),
                ],
                [.. rows],
                Table.TerminalWidth);
            return 0;
        });
        return command;
    }

    private sealed record ListedPerson(KnownSpeakerRow Person, string Name);

    private static Command Remove()
    {
        var name = new Argument<string>("NAME") { Description = "The person's name, as 'hansard speakers list' shows it." };
        var project = ServerDataOptions.Project("The project that is to forget the person.");
        var command = new Command("remove", "Remove a person and all that is kept of the voice, at once and for good.")
        {
            name, project, Data, Config,
        };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            using var data = ServerData.Open(arguments.GetValue(Data), arguments.GetValue(Config), MissingData.Refuse);
            var owner = data.Project(arguments.GetValue(project)!);
            var wanted = arguments.GetValue(name)!;
            if (data.KnownSpeakers.Named(owner.Id, PersonName.Of(wanted)) is not { } person
                || !await data.KnownSpeakers.DeleteAsync(owner.Id, person.Id, cancellationToken).ConfigureAwait(false))
            {
                throw new InvalidDataException(
                    $"The project '{Printable.Of(owner.Name)}' knows nobody named '{Printable.Of(wanted)}': see 'hansard speakers list'.");
            }

            return 0;
        });
        return command;
    }
}
