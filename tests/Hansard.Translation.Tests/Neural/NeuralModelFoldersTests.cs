
namespace Hansard.Translation.Tests.Neural;

/// <summary>Models in the layout of OPUS-MT and M2M-100 exports; the real ones are too large for the repository.</summary>
public sealed class NeuralModelFoldersTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hansard-test-");

    public NeuralModelFoldersTests() => File.WriteAllText(Path.Combine(_folder.FullName, "catalogue.json"), """{"models": []}""");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_Marian_model_with_attention_caches_translates_a_batch_of_unequal_sentences()
    {
        var folder = _folder.CreateSubdirectory("opus-mt-en-es").CreateSubdirectory("onnx").Parent!.FullName;
        CopyingModel.Write(Path.Combine(folder, "onnx"), 9);
        File.WriteAllText(
            Path.Combine(folder, "config.json"),
            """
            {"model_type":"marian","eos_token_id":0,"pad_token_id":8,"decoder_start_token_id":8,"max_length":512,
             "bad_words_ids":[[8]]}
            """);
        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), """
            {"added_tokens":[{"id":0,"content":"</s>","special":true},{"id":1,"content":"<unk>","special":true},
              {"id":8,"content":"<pad>","special":true}],
             "normalizer":null,"model":{"type":"Unigram","unk_id":1,"vocab":[["</s>",0],["<unk>",0],["▁one",-1],["▁two",-2],
              ["▁three",-3],[".",-1],["▁",-9],[",",-2],["<pad>",0]]}}
            """);
        await using var catalogue = Open();
        Assert.Equal([new LanguagePair("en", "es")], catalogue.Pairs.Select(p => p.Pair));
        var results = await catalogue.Find(new("en", "es"))!.TranslateAsync(
            ["one two three, two one.", "two.", "three one."], [], TestContext.Current.CancellationToken);
        Assert.Equal(["one two three, two one.", "two.", "three one."], results.Select(r => r.Text));
    }

    [Fact]
    public async Task A_many_to_many_model_gets_its_source_language_and_is_forced_to_its_target()
    {
        var folder = _folder.CreateSubdirectory("m2m100-418m").FullName;
        CopyingModel.Write(folder, 16);
        File.WriteAllText(
            Path.Combine(folder, "config.json"),
            """{"model_type":"m2m_100","eos_token_id":2,"pad_token_id":1,"decoder_start_token_id":2,"max_length":200}""");
        // BPE with merges, as SentencePiece models are converted: "▁ab" by two merges.
        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), """
            {"added_tokens":[{"id":0,"content":"<s>","special":true},{"id":1,"content":"<pad>","special":true},
              {"id":2,"content":"</s>","special":true},{"id":3,"content":"<unk>","special":true},
              {"id":12,"content":"__en__","special":true},
              {"id":13,"content":"__de__","special":true},{"id":14,"content":"__fr__","special":true}],
             "normalizer":null,"model":{"type":"BPE","unk_token":"<unk>",
              "vocab":{"<s>":0,"<pad>":1,"</s>":2,"<unk>":3,"▁":4,"a":5,"b":6,"▁a":7,"▁ab":8,".":9,"▁b":10,"ab":11},
              "merges":["▁ a","▁a b","▁ b","a b"]}}
            """);
        await using var catalogue = Open();
        Assert.Equal(6, catalogue.Pairs.Count);
        var result = await catalogue.Find(new("de", "fr"))!.TranslateAsync(["ab b ab.", "a."], [], TestContext.Current.CancellationToken);
        Assert.Equal(["ab b ab.", "a."], result.Select(r => r.Text));
    }

    private TranslatorCatalogue Open()
        => TranslatorCatalogue.Open(new TranslationSettings { ModelsDirectory = _folder.FullName, Threads = 1, ApertiumModes = null });
}
