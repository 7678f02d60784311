using System.Reflection;

namespace Hansard.Server.Summaries;

/// <summary>The texts that a model is asked with: files of the configured folder, and where that has none, those of this program.</summary>
/// <param name="folder">The folder; null: none.</param>
internal sealed class SummaryPrompts(string? folder)
{
    // A prompt as long as a part of a transcript is a mistake.
    private const int Longest = 20_000;

    /// <summary>The instructions for a kind of summary.</summary>
    /// <param name="kind">One of <see cref="SummaryKind.All"/>.</param>
    /// <param name="language">Name or code of the language to write in.</param>
    public string Ask(string kind, string language) => Rules(Read(kind), language);

    /// <summary>The instructions for making one summary of those of parts.</summary>
    /// <inheritdoc cref="Ask"/>
    public string Merge(string kind, string language)
        => Rules(Read("merge").Replace("{task}", Read(kind), StringComparison.Ordinal), language);

    private string Rules(string task, string language) => Read("rules")
        .Replace("{language}", language, StringComparison.Ordinal)
        .Replace("{task}", task, StringComparison.Ordinal);

    // Read anew each time: whoever tries out a prompt does not restart the server for it.
    private string Read(string name)
    {
        var file = folder is null ? null : new FileInfo(Path.Combine(folder, $"{name}.md"));
        if (file is not { Exists: true }) return Own(name);
        if (file.Length > Longest) throw new SummaryFault($"The prompt {file.Name} has more than {Longest:N0} bytes: shorten it.");
        try
        {
            return File.ReadAllText(file.FullName).Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SummaryFault($"The prompt {file.Name} cannot be read.", exception);
        }
    }

    private static string Own(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Hansard.Server.Summaries.{name}.md")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Trim();
    }
}
