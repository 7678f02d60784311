using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using Hansard.Engine.Recognition.Whisper;
using Hansard.Engine.Recognition.Whisper.Checkpoints;

namespace Hansard.Engine.Tests.Recognition.Whisper.Checkpoints;

/// <summary>Folders that are no model, or not a whole one: each is refused, with what is wrong and what to do.</summary>
public sealed class CheckpointFaultTests : IDisposable
{
    private readonly CheckpointFolder _folder = CheckpointFolder.Random(RandomWeights.Tiny);

    public void Dispose() => _folder.Dispose();

    private string Weights => _folder["model.safetensors"];

    [Fact]
    public void A_file_that_is_cut_off_is_refused()
    {
        using (var file = File.OpenWrite(Weights)) file.SetLength(file.Length - 1000);
        Refused("cut off");
    }

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(50)]
    public void A_file_that_ends_in_its_header_is_refused(int length)
    {
        using (var file = File.OpenWrite(Weights)) file.SetLength(length);
        Refused("not a whole safetensors file");
    }

    [Fact]
    public void A_header_that_is_longer_than_the_file_is_refused()
    {
        using (var file = File.OpenWrite(Weights))
        {
            var length = new byte[8];
            BinaryPrimitives.WriteUInt64LittleEndian(length, ulong.MaxValue);
            file.Write(length);
        }
        Refused("header");
    }

    [Theory]
    [InlineData("F8_E4M3", "F8_E4M3")]
    [InlineData("I64", "I64")]
    [InlineData("F32", "should have")]
    public void Types_that_are_not_read_and_types_that_do_not_fit_are_named(string type, string message)
    {
        ChangeHeader(h => h["model.encoder.conv1.bias"]!["dtype"] = type);
        Refused(message);
    }

    [Theory]
    [InlineData("[-1, 2]")]
    [InlineData("[0, 99999999999]")]
    [InlineData("[10, 4]")]
    public void Offsets_that_lead_out_of_the_file_are_refused(string offsets)
    {
        ChangeHeader(h => h["model.encoder.conv1.bias"]!["data_offsets"] = JsonNode.Parse(offsets));
        Refused("model.encoder.conv1.bias");
    }

    [Fact]
    public void A_shape_of_more_numbers_than_there_are_bytes_is_refused()
    {
        ChangeHeader(h => h["model.encoder.conv1.bias"]!["shape"] = new JsonArray(int.MaxValue, int.MaxValue, int.MaxValue));
        Refused("should have");
    }

    [Fact]
    public void A_tensor_that_is_missing_is_named()
    {
        ChangeHeader(h => h.Remove("model.decoder.layers.1.encoder_attn.q_proj.weight"));
        Refused("model.decoder.layers.1.encoder_attn.q_proj.weight");
    }

    [Fact]
    public void A_tensor_of_another_shape_is_named()
    {
        ChangeHeader(h => h["model.decoder.layer_norm.weight"]!["shape"] = new JsonArray(64, 2));
        Refused("model.decoder.layer_norm.weight");
    }

    [Fact]
    public void Weights_of_another_size_than_the_configuration_says_are_refused()
    {
        _folder.Change("config.json", c => c["decoder_layers"] = 6);
        Refused("DecoderLayers = 6");
    }

    [Fact]
    public void Numbers_that_are_none_are_refused()
    {
        SafetensorsWriter.Write(Weights, new BrokenNumbers(), RandomWeights.Tiny.Names, "F32");
        Refused("not a number");
    }

    [Fact]
    public void A_part_that_is_missing_is_named()
    {
        File.Delete(Weights);
        _folder.WriteSafetensors(RandomWeights.Tiny, RandomWeights.Tiny.Names, "F16", shards: 2);
        File.Delete(_folder["model-00002-of-00002.safetensors"]);
        Refused("model-00002-of-00002.safetensors");
    }

    [Theory]
    [InlineData("../secret.safetensors")]
    [InlineData("/etc/passwd")]
    public void An_index_leads_to_no_other_folder(string path)
    {
        File.Delete(Weights);
        File.WriteAllText(_folder["model.safetensors.index.json"], $$$"""{"weight_map": {"a": "{{{path}}}"}}""");
        Refused(path);
    }

    [Theory]
    [InlineData("pytorch_model.bin", "PyTorch")]
    [InlineData("base.pt", "PyTorch")]
    [InlineData("ggml-base.bin", "GGML")]
    [InlineData("ggml-base.gguf", "GGML")]
    [InlineData("adapter_model.safetensors", "adapter")]
    [InlineData("tf_model.h5", "TensorFlow")]
    public void Other_forms_are_refused_by_their_name(string name, string message)
    {
        File.Move(Weights, _folder[name]);
        Refused(message);
    }

    [Theory]
    [InlineData(new byte[] { (byte)'P', (byte)'K', 3, 4, 0, 0 }, "PyTorch")]
    [InlineData(new byte[] { 0x80, 2, 0x7D, 0x71 }, "PyTorch")]
    [InlineData(new byte[] { (byte)'l', (byte)'m', (byte)'g', (byte)'g' }, "GGML")]
    [InlineData(new byte[] { 3, 0, 0, 0 }, "newer CTranslate2")]
    [InlineData(new byte[] { 6, 0, 0, 0, 200, 0, 65 }, "no end")]
    [InlineData(new byte[] { 6, 0 }, "cut off")]
    public void A_model_bin_that_is_not_CTranslate2_s_is_refused_by_its_first_bytes(byte[] bytes, string message)
    {
        File.Delete(Weights);
        File.WriteAllBytes(_folder["model.bin"], bytes);
        Refused(message);
    }

    [Fact]
    public void A_model_bin_of_another_kind_of_model_is_refused()
    {
        File.Delete(Weights);
        File.WriteAllBytes(_folder["model.bin"], [6, 0, 0, 0, 6, 0, .. Encoding.ASCII.GetBytes("Other"), 0, 1, 0, 0, 0]);
        Refused("Other");
    }

    [Fact]
    public void A_model_bin_that_is_cut_off_is_refused()
    {
        File.Delete(Weights);
        CTranslate2Writer.Write(_folder["model.bin"], RandomWeights.Tiny, 2, "float16");
        using (var file = File.OpenWrite(_folder["model.bin"])) file.SetLength(file.Length / 2);
        Refused("cut off");
    }

    [Fact]
    public void A_folder_without_a_tokenizer_says_where_to_get_one()
    {
        File.Delete(_folder["tokenizer.json"]);
        File.WriteAllText(_folder["merges.txt"], "");
        Refused("WhisperTokenizerFast");
    }

    [Fact]
    public void A_folder_without_weights_says_what_can_be_there()
    {
        File.Delete(Weights);
        Refused("model.safetensors");
    }

    [Fact]
    public void A_conversion_that_fails_leaves_nothing_behind()
    {
        ChangeHeader(h => h.Remove("model.decoder.layers.1.fc2.weight"));
        Refused("fc2");
        Assert.False(Directory.Exists(_folder[ConversionCache.FolderName]));
    }

    private void Refused(string message)
    {
        var error = Assert.ThrowsAny<IOException>(() => Wrapped(() => WhisperModel.Open(_folder.Path, null).Dispose()));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    // InvalidDataException is no IOException, and both are what callers expect.
    private static void Wrapped(Action open)
    {
        try
        {
            open();
        }
        catch (InvalidDataException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    private void ChangeHeader(Action<JsonObject> change)
    {
        var bytes = File.ReadAllBytes(Weights);
        var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        var header = JsonNode.Parse(bytes.AsSpan(8, length))!.AsObject();
        change(header);
        var changed = Encoding.UTF8.GetBytes(header.ToJsonString());
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)changed.Length);
        File.WriteAllBytes(Weights, [.. bytes[..8], .. changed, .. bytes[(8 + length)..]]);
    }

    private sealed class BrokenNumbers : ICheckpoint
    {
        public string Path => RandomWeights.Tiny.Path;

        public IReadOnlyList<int>? ShapeOf(string name) => RandomWeights.Tiny.ShapeOf(name);

        public void Read(string name, Span<float> values)
        {
            RandomWeights.Tiny.Read(name, values);
            if (name == "model.encoder.layers.0.fc1.weight") values[7] = float.NaN;
        }

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
