using Hansard.Cli.Tests.Messages.Sources;
using Hansard.Cli.Tests.Messages.Tables;

namespace Hansard.Cli.Tests.Messages;

/// <summary>Holds the tables to the sources: every message that can be provoked is in one, and seen in two terminals and a pipe.</summary>
public sealed class CompletenessTests
{
    // Characters: more than any two messages have in common.
    private const int SamePart = 20;

    private static readonly IReadOnlyList<MessageRow>[] Tables =
    [
        UsageMessages.Rows, FileMessages.Rows, SpeechMessages.Rows, DataMessages.Rows, ModelMessages.Rows, DoctorMessages.Rows,
        WatchMessages.Rows, SignInMessages.Rows, RemoteMessages.Rows, FaultMessages.Rows,
    ];

    private static readonly IReadOnlyList<MessageLiteral> Literals = MessageLiterals.OfProgram();

    // What rows say in other words is not in the sources of the command line, but in those of the engine and the server.
    private static readonly IReadOnlyList<string> Shown =
        [.. Tables.SelectMany(rows => rows).SelectMany(row => row.Lines).Select(OnScreen).Distinct()];

    [Fact]
    public void Every_message_in_the_sources_is_in_a_table_or_has_a_reason_not_to_be()
    {
        var missing = Literals.Where(literal => !IsShown(literal) && !Unprovoked.Messages.Any(each => each.Text == literal.Text));
        Assert.True(
            !missing.Any(),
            "No row of the tables shows these. Add a call that provokes each, or a reason in Unprovoked why none can:\n"
            + string.Join('\n', missing.Select(literal => $"{literal.Place}: {literal.Text}")));
    }

    [Fact]
    public void Messages_that_cannot_be_provoked_are_there_are_in_no_table_and_are_held_by_another_test()
    {
        Assert.All(Unprovoked.Messages, each =>
        {
            Assert.Contains(Literals, literal => literal.Text == each.Text);
            Assert.DoesNotContain(Literals, literal => literal.Text == each.Text && IsShown(literal));
            if (each.HeldBy is not { } test) return;
            var literal = new MessageLiteral("", each.Text);
            Assert.Contains(SourceOf(test), other => literal.Pattern.IsMatch(other) || HasPartOf(literal, other));
        });
    }

    [Theory]
    [InlineData("""throw new UsageException($"The {a} is odd, {b}.");""", "The {} is odd, {}.")]
    [InlineData("""Notes.Write(x ? "it is there." : "no");""", "it is there.")]
    [InlineData("""var option = new Option<int>("--a") { Description = "How many there are." };""")]
    [InlineData("""var command = new Command("list", "List what there is.");""")]
    [InlineData("""Console.WriteLine($"{n} written");""", "{} written")]
    [InlineData("""Console.WriteLine("KEY  CREATED (UTC)");""")]
    public void A_message_is_found_wherever_it_stands_and_help_is_none(string source, params string[] found)
        => Assert.Equal(found, MessageLiterals.In(source, "a.cs").Select(literal => literal.Text));

    private static string OnScreen(string line) => line.StartsWith('.') ? line[1..] : $"hansard: {line}";

    private static bool IsShown(MessageLiteral literal)
        => Shown.Any(line => line.Contains(literal.Fixed, StringComparison.Ordinal) && literal.Pattern.IsMatch(line));

    private static bool HasPartOf(MessageLiteral literal, string other)
        => Enumerable.Range(0, Math.Max(0, literal.Fixed.Length - SamePart + 1))
            .Any(start => other.Contains(literal.Fixed.AsSpan(start, SamePart), StringComparison.Ordinal));

    private static IEnumerable<string> SourceOf(Type test)
    {
        var path = test.FullName!.Replace("Hansard.Cli.Tests.", "", StringComparison.Ordinal).Replace('.', Path.DirectorySeparatorChar);
        return MessageLiterals.In(
                File.ReadAllText(Path.Combine(HansardProcess.Repository, "tests", "Hansard.Cli.Tests", $"{path}.cs")), path)
            .Select(literal => literal.Text);
    }
}
