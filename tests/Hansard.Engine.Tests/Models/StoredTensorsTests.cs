using Google.Protobuf;
using Hansard.Engine.Models;
using Onnx;

namespace Hansard.Engine.Tests.Models;

public sealed class StoredTensorsTests
{
    [Fact]
    public void Constants_are_found_as_the_parser_of_Google_reads_them()
    {
        var path = Path.Combine(Fixtures.Models, "whisper-tiny.en", "onnx", "encoder_model_int8.onnx");
        var expected = ModelProto.Parser.ParseFrom(File.ReadAllBytes(path)).Graph.Initializer;

        var found = StoredTensors.In(File.ReadAllBytes(path));

        Assert.Equal(expected.Select(t => t.Name).Order(), found.Keys.Order());
        foreach (var tensor in expected)
        {
            Assert.Equal(tensor.DataType, found[tensor.Name].Type);
            Assert.Equal(tensor.Dims, found[tensor.Name].Dimensions.Select(d => (long)d));
            Assert.True(tensor.RawData.Span.SequenceEqual(found[tensor.Name].Data.Span), tensor.Name);
        }
    }

    [Fact]
    public void Numbers_of_a_field_of_their_own_are_read_too()
    {
        var tensor = new TensorProto { Name = "a", DataType = (int)TensorProto.Types.DataType.Float };
        tensor.Dims.Add(3);
        tensor.FloatData.AddRange([1, -2.5f, 4]);
        var model = new ModelProto { Graph = new GraphProto { Initializer = { tensor } } };

        Assert.Equal([1, -2.5f, 4], StoredTensors.In(model.ToByteArray())["a"].Floats());
    }

    [Fact]
    public void A_field_that_is_longer_than_its_file_is_refused()
    {
        var model = new ModelProto { Graph = new GraphProto { Name = new string('a', 100) } }.ToByteArray();
        Assert.Throws<InvalidDataException>(() => StoredTensors.In(model.AsMemory(0, 50)));
    }
}
