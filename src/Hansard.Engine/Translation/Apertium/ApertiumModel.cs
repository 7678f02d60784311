using System.Text;
using System.Text.RegularExpressions;

namespace Hansard.Engine.Translation.Apertium;

/// <summary>Apertium, a rule-based translator (Forcada et al. 2011), as a resident pipeline.</summary>
/// <remarks>
/// The <c>apertium</c> script is passed by: it buffers. A mode file is the pipeline that it would run; with <c>-z</c> each program flushes at
/// zero bytes, and <c>[]</c> at the end stands for the blank that the script's own reader adds (without it a program waits for more).
/// </remarks>
internal sealed partial class ApertiumModel : ISentenceModel, IAsyncDisposable
{
    // Rules know no probability. Half says: do not rely on it.
    private const double FixedConfidence = 0.5;
    private const int LongestSentence = 2000;

    // Everyday words that the dictionary has in another sense ("complacer", "vale", "último año").
    private static readonly TranslationTerm[] EnglishToSpanish =
    [
        new("please", "por favor"), new("okay", "bien"), new("coffee shop", "cafetería"), new("last year", "el año pasado"),
        new("I'm fine", "estoy bien"), new("I am fine", "estoy bien"), new("fine too", "bien también"), new("I'm fine too", "estoy bien también"),
        new("I'm okay", "estoy bien"), new("I'm sorry", "lo siento"), new("like today", "como hoy"), new("iced coffee", "café helado"),
        new("last month", "el mes pasado"), new("last week", "la semana pasada"), new("next week", "la semana que viene"),
    ];

    private readonly FilterProcess _process;

    /// <param name="modeFile">Such as /usr/share/apertium/modes/eng-spa.mode.</param>
    /// <param name="pair">The languages.</param>
    /// <param name="timeout">How long a sentence may take.</param>
    public ApertiumModel(string modeFile, LanguagePair pair, TimeSpan timeout)
    {
        (Name, Pair) = ($"apertium/{Path.GetFileNameWithoutExtension(modeFile)}", pair);
        _process = new FilterProcess($"Apertium {pair}", Command(File.ReadAllText(modeFile)), timeout);
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <inheritdoc />
    public LanguagePair Pair { get; }

    /// <inheritdoc />
    public TranslationQuality Quality => TranslationQuality.Basic;

    /// <inheritdoc />
    public IReadOnlyList<TranslationTerm> KnownTerms => Pair == new LanguagePair("en", "es") ? EnglishToSpanish : [];

    /// <summary>The resident process: for tests that kill it.</summary>
    internal FilterProcess Process => _process;

    /// <inheritdoc />
    public bool CanRead(string text) => true;

    /// <inheritdoc />
    public bool Fits(string sentence) => sentence.Length <= LongestSentence;

    /// <inheritdoc />
    public async Task<IReadOnlyList<TranslatedSentence>> TranslateAsync(IReadOnlyList<string> sentences, CancellationToken cancellationToken)
    {
        var results = new List<TranslatedSentence>(sentences.Count);
        foreach (var sentence in sentences)
        {
            var answer = await _process.AskAsync(Escape(sentence) + "[]", cancellationToken).ConfigureAwait(false);
            results.Add(new TranslatedSentence(ApertiumRepair.Repair(sentence, Unescape(answer), Pair), FixedConfidence));
        }

        return results;
    }

    /// <inheritdoc />
    public Task<TranslatedSentence?> TranslateWithAsync(string sentence, IReadOnlyList<string> required, CancellationToken cancellationToken)
        => Task.FromResult<TranslatedSentence?>(null);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _process.DisposeAsync();

    // $1 is how unknown words are shown: -n, without a mark. $2 are options of the tagger.
    private static string Command(string mode) => string.Join(" | ", mode.Trim().Replace("$1", "-n", StringComparison.Ordinal).Replace("$2", "", StringComparison.Ordinal)
        .Split('|').Select(program => Program().Replace(program.Trim(), "$0 -z", 1)));

    // The stream format's own characters (wiki.apertium.org, "Apertium stream format").
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c == '\0') continue;
            if (c is '[' or ']' or '{' or '}' or '^' or '$' or '/' or '\\' or '@' or '<' or '>') escaped.Append('\\');
            escaped.Append(c);
        }

        return escaped.ToString();
    }

    private static string Unescape(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length) plain.Append(text[++i]);
            else if (text[i] == '[' && i + 1 < text.Length && text[i + 1] == ']') i++;
            else plain.Append(text[i]);
        }

        return plain.ToString();
    }

    [GeneratedRegex(@"^\S+")]
    private static partial Regex Program();
}
