namespace Hansard.Cli.Usage;

/// <summary>Sentences on what would be ignored, a line each on standard error.</summary>
/// <param name="output">Standard error; null with --quiet.</param>
internal sealed class Warnings(TextWriter? output)
{
    private readonly List<string> _waiting = [];

    /// <summary>Takes down a sentence.</summary>
    public void Add(string sentence) => _waiting.Add(sentence);

    /// <summary>Says what was taken down: once the command line has been found right, so that an error stands alone.</summary>
    public void Say()
    {
        foreach (var sentence in _waiting) output?.WriteLine(Printable.Of($"hansard: warning: {sentence}"));
        _waiting.Clear();
    }
}
