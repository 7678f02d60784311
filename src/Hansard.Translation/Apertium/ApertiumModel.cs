using System.Text;
using System.Text.RegularExpressions;
using Hansard.Translation.Apertium.Rules;

namespace Hansard.Translation.Apertium;

/// <summary>Apertium, a rule-based translator (Forcada et al. 2011), as a resident pipeline.</summary>
/// <remarks>
/// The <c>apertium</c> script is passed by: it buffers. A mode file is the pipeline that it would run; with <c>-z</c> each program flushes
/// at zero bytes, and <c>[]</c> at the end stands for the blank that the script's own reader adds (without it a program waits for more).
/// </remarks>
internal sealed partial class ApertiumModel : ISentenceModel, IAsyncDisposable
{
    // Rules know no probability. Half says: do not rely on it; between related languages four words of five are as a person would say it.
    private const double DistantConfidence = 0.5;
    private const double RelatedConfidence = 0.8;
    /// <summary>Characters: no spoken sentence is longer.</summary>
    private const int LongestSentence = 2000;

    // Everyday words that the dictionary has in another sense ("complacer", "vale", "último año").
    private static readonly TranslationTerm[] EnglishToSpanish =
    [
        new("please", "por favor"), new("okay", "bien"), new("coffee shop", "cafetería"), new("last year", "el año pasado"),
        new("I'm fine", "estoy bien"), new("I am fine", "estoy bien"), new("fine too", "bien también"),
        new("I'm fine too", "estoy bien también"),
        new("I'm okay", "estoy bien"), new("I'm sorry", "lo siento"), new("like today", "como hoy"), new("iced coffee", "café helado"),
        new("last month", "el mes pasado"), new("last week", "la semana pasada"), new("next week", "la semana que viene"),
    ];

    private readonly FilterProcess _process;
    private readonly FilterProcess? _transfer;
    private readonly RewriteRules? _rules;
    private readonly double _confidence;

    /// <param name="modeFile">Such as /usr/share/apertium/modes/eng-spa.mode.</param>
    /// <param name="pair">The languages.</param>
    /// <param name="timeout">Time that a sentence may take.</param>
    /// <param name="rules">What is changed before and after Apertium's own transfer; null for nothing.</param>
    public ApertiumModel(string modeFile, LanguagePair pair, TimeSpan timeout, RewriteRules? rules)
    {
        (Name, Pair, _rules) = ($"apertium/{Path.GetFileNameWithoutExtension(modeFile)}", pair, rules);
        _confidence = RelatedLanguages.Are(pair) ? RelatedConfidence : DistantConfidence;
        var programs = Programs(File.ReadAllText(modeFile));
        var tagging = rules is null ? -1 : programs.FindIndex(p => p.StartsWith("apertium-transfer", StringComparison.Ordinal));
        if (tagging <= 0) tagging = programs.Count;
        _process = new FilterProcess($"Apertium {pair}", string.Join(" | ", programs[..tagging]), timeout);
        if (tagging < programs.Count) _transfer = new FilterProcess($"Apertium {pair}", string.Join(" | ", programs[tagging..]), timeout);
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <inheritdoc />
    public LanguagePair Pair { get; }

    /// <inheritdoc />
    public TranslationQuality Quality => RelatedLanguages.Are(Pair) ? TranslationQuality.Fair : TranslationQuality.Basic;

    /// <inheritdoc />
    public IReadOnlyList<TranslationTerm> KnownTerms => Pair == new LanguagePair("en", "es") ? EnglishToSpanish : [];

    /// <summary>The resident processes: for tests that kill them.</summary>
    internal IEnumerable<FilterProcess> Processes => _transfer is null ? [_process] : [_process, _transfer];

    /// <inheritdoc />
    public bool CanRead(string text) => true;

    /// <inheritdoc />
    public bool Fits(string sentence) => sentence.Length <= LongestSentence;

    /// <inheritdoc />
    public async Task<IReadOnlyList<TranslatedSentence>> TranslateAsync(
        IReadOnlyList<string> sentences, CancellationToken cancellationToken)
    {
        var results = new List<TranslatedSentence>(sentences.Count);
        foreach (var sentence in sentences)
        {
            var answer = await AskAsync(_rules?.Before(sentence) ?? sentence, cancellationToken).ConfigureAwait(false);
            results.Add(new TranslatedSentence(ApertiumRepair.Repair(sentence, Unescape(answer), Pair, _rules), _confidence));
        }

        return results;
    }

    private async Task<string> AskAsync(string sentence, CancellationToken cancellationToken)
    {
        var answer = await _process.AskAsync(Escape(sentence) + "[]", cancellationToken).ConfigureAwait(false);
        if (_transfer is null) return answer;
        var standIns = new List<StandIn>();
        var written = await _transfer.AskAsync(_rules!.Tagged(answer, standIns), cancellationToken).ConfigureAwait(false);
        return StandIn.Restore(written, standIns)
            ?? await _transfer.AskAsync(_rules.Tagged(answer, standIns: null), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public Task<TranslatedSentence?> TranslateWithAsync(
        string sentence, IReadOnlyList<string> required, CancellationToken cancellationToken)
        => Task.FromResult<TranslatedSentence?>(null);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync().ConfigureAwait(false);
        if (_transfer is not null) await _transfer.DisposeAsync().ConfigureAwait(false);
    }

    // $1 is how unknown words are shown: -n, without a mark. $2 are options of the tagger.
    private static List<string> Programs(string mode)
        => [.. mode.Trim().Replace("$1", "-n", StringComparison.Ordinal).Replace("$2", "", StringComparison.Ordinal)
        .Split('|').Select(program => Program().Replace(program.Trim(), "$0 -z", 1))];

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
