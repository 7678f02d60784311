namespace Hansard.Translation.Neural;

/// <summary>A loaded translation network with its tokenizer: one direction, or many if it names languages. Thread-safe.</summary>
internal sealed class NeuralModel : IDisposable
{
    private NeuralModel(
        Seq2SeqNetwork network, Seq2SeqConfiguration configuration, TranslationTokenizer tokenizer, LanguageTokens? languages)
        => (Network, Configuration, Tokenizer, Languages) = (network, configuration, tokenizer, languages);

    /// <summary>Encoder and decoder.</summary>
    public Seq2SeqNetwork Network { get; }

    /// <summary>Special ids and limits.</summary>
    public Seq2SeqConfiguration Configuration { get; }

    /// <summary>Text to ids and back.</summary>
    public TranslationTokenizer Tokenizer { get; }

    /// <summary>The languages of a many-to-many model; null for a model of one direction.</summary>
    public LanguageTokens? Languages { get; }

    /// <summary>Loads a model.</summary>
    /// <param name="folder">In the Hugging Face layout: config.json, tokenizer.json, encoder_model.onnx, decoder_model_merged.onnx.</param>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is not what it should be.</exception>
    public static NeuralModel Load(string folder)
    {
        var configuration = Seq2SeqConfiguration.Load(folder);
        var tokenizerPath = Path.Combine(folder, "tokenizer.json");
        if (!File.Exists(tokenizerPath))
            throw new FileNotFoundException($"The translation model in '{folder}' has no tokenizer.json.", tokenizerPath);
        var tokenizer = TranslationTokenizer.Load(tokenizerPath);
        var languages = configuration.NamesLanguages ? LanguageTokens.Load(tokenizerPath) : null;
        return new NeuralModel(Seq2SeqNetwork.Open(folder), configuration, tokenizer, languages);
    }

    /// <inheritdoc />
    public void Dispose() => Network.Dispose();
}
