using System.Text;
using Hansard.Server.Search;

namespace Hansard.Server.Summaries;

/// <summary>Has a transcript summarised: in one go where the model can hold it, otherwise part by part, and then the parts.</summary>
/// <remarks>
/// The parts' statements are given to the model as passages again, so that what is made of them leads back to the transcript's own.
/// </remarks>
/// <param name="endpoint">Asked.</param>
/// <param name="prompts">What it is asked.</param>
/// <param name="partCharacters">Characters of a part.</param>
internal sealed class SummaryWriter(ChatEndpoint endpoint, SummaryPrompts prompts, int partCharacters)
{
    // Five hours of speech are 25 of the default length. More would take a day.
    private const int MostParts = 200;

    // Each makes tens of statements ten: two are enough for a day of speech.
    private const int MostRounds = 4;

    // Small models forget the form now and then.
    private const int Tries = 2;

    /// <summary>Writes a summary.</summary>
    /// <param name="kind">One of <see cref="SummaryKind.All"/>.</param>
    /// <param name="language">Name or code of the language to write in.</param>
    /// <param name="passages">The transcript; at least one.</param>
    /// <param name="names">Names by speaker.</param>
    /// <param name="cancellationToken">Stops at once.</param>
    /// <exception cref="SummaryFault">There is none.</exception>
    public async Task<WrittenSummary> WriteAsync(
        string kind, string language, IReadOnlyList<Passage> passages, IReadOnlyDictionary<string, string> names,
        CancellationToken cancellationToken)
    {
        var lines = passages.Select(passage => Line(passage, names)).ToList();
        var parts = Parts(lines);
        if (parts.Count > MostParts) throw new SummaryFault("The transcript is too long to be summarised: raise Summaries:PartCharacters.");
        List<Statement> statements = [];
        var unfounded = 0;
        foreach (var part in parts)
        {
            var own = await AskAsync(prompts.Ask(kind, language), lines[part], cancellationToken);
            unfounded += own.Unfounded;
            statements.AddRange(
                own.Statements.Select(s => s with { Passages = [.. s.Passages.Select(passage => passage + part.Start.Value)] }));
        }
        // Chapters and things to do follow each other; of the others there is one.
        if (parts.Count == 1 || statements.Count == 0 || kind is SummaryKind.Chapters or SummaryKind.ActionItems)
            return new WrittenSummary(statements, unfounded);
        return await MergeAsync(kind, language, statements, unfounded, cancellationToken);
    }

    private async Task<WrittenSummary> MergeAsync(
        string kind, string language, List<Statement> statements, int unfounded, CancellationToken cancellationToken)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            var lines = statements.ConvertAll(statement => statement.Text);
            var parts = Parts(lines);
            List<Statement> merged = [];
            foreach (var part in parts)
            {
                var own = await AskAsync(prompts.Merge(kind, language), lines[part], cancellationToken);
                unfounded += own.Unfounded;
                merged.AddRange(own.Statements.Select(
                    s => s with
                    {
                        Passages = [.. s.Passages.SelectMany(i => statements[part.Start.Value + i].Passages).Distinct().Order()],
                    }));
            }
            statements = merged;
            if (parts.Count == 1) break;
        }
        return new WrittenSummary(statements, unfounded);
    }

    private async Task<WrittenSummary> AskAsync(string instructions, List<string> lines, CancellationToken cancellationToken)
    {
        var material = new StringBuilder();
        foreach (var (index, line) in lines.Index()) material.Append($"[{index + 1}] ").Append(line).Append('\n');
        for (var left = Tries; ; left--)
        {
            var answer = await endpoint.AskAsync(instructions, material.ToString(), cancellationToken);
            try
            {
                return new WrittenSummary(Statement.Read(answer, lines.Count, out var unfounded), unfounded);
            }
            catch (FormatException exception)
            {
                if (left > 1) continue;
                throw new SummaryFault("The model did not answer in the form that was asked for: a larger one may.", exception);
            }
        }
    }

    private List<Range> Parts(List<string> lines)
    {
        List<Range> parts = [];
        for (var start = 0; start < lines.Count;)
        {
            var (end, length) = (start + 1, lines[start].Length);
            while (end < lines.Count && length + lines[end].Length <= partCharacters) length += lines[end++].Length;
            parts.Add(start..end);
            start = end;
        }
        return parts;
    }

    private static string Line(Passage passage, IReadOnlyDictionary<string, string> names)
        => passage.Speaker is { } speaker ? $"{names.GetValueOrDefault(speaker, $"Speaker {speaker}")}: {passage.Text}" : passage.Text;
}

/// <summary>A summary that was written.</summary>
/// <param name="Statements">In order.</param>
/// <param name="Unfounded">Number of statements that rested on no passage, and were left out.</param>
internal sealed record WrittenSummary(IReadOnlyList<Statement> Statements, int Unfounded);
