using Hansard.Engine;
using Hansard.Engine.Tests;
using Hansard.Server.Jobs.Lengths;
using Hansard.Server.Storage;

namespace Hansard.Server.Tests.Jobs.Lengths;

/// <summary>How long recordings say that they are.</summary>
public sealed class LengthReaderTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [Requires("ffmpeg")]
    [InlineData("test_pcm16.wav")]
    [InlineData("test_8k.wav")]
    [InlineData("test.mp3")]
    [InlineData("test.flac")]
    [InlineData("test.m4a")]
    [InlineData("test_opus.ogg")]
    [InlineData("test_vorbis.ogg")]
    public async Task The_length_of_a_recording_is_read_without_decoding_it(string name)
    {
        var length = await ReadAsync(Fixtures.PathOf("audio", "formats", name), "{}");

        Assert.Equal(5.86, length!.Value.TotalSeconds, 0.15);
    }

    [Theory]
    [InlineData("""{"audio_start_ms": 1000, "audio_end_ms": 3000}""", 2)]
    [InlineData("""{"audio_start_ms": 3000}""", 2.86)]
    [InlineData("""{"audio_end_ms": 60000}""", 5.86)]
    public async Task Only_the_part_counts_that_is_to_be_transcribed(string request, double seconds)
    {
        var length = await ReadAsync(Fixtures.PathOf("audio", "formats", "test_pcm16.wav"), request);

        Assert.Equal(seconds, length!.Value.TotalSeconds, 0.15);
    }

    [Fact]
    public async Task What_is_no_recording_or_not_there_has_no_length()
    {
        Assert.Null(await ReadAsync(Fixtures.PathOf("audio", "formats", "manifest.json"), "{}"));
        Assert.Null(await ReadAsync(Path.Combine(Path.GetTempPath(), "hansard-not-there"), "{}"));
    }

    private static async Task<TimeSpan?> ReadAsync(string path, string request)
    {
        var reader = new LengthReader(new OneFile(path), new EngineOptions { ModelsDirectory = Fixtures.Models }, TimeProvider.System);
        return await reader.ReadAsync(new UnmeasuredJob { Id = "job", Blob = "blob", RequestJson = request }, Cancellation);
    }

    private sealed class OneFile(string path) : IObjectStore
    {
        public Task<LocalRecording?> OpenAsync(string name, CancellationToken cancellationToken)
            => Task.FromResult<LocalRecording?>(new LocalRecording(path));

        public Task<StoredObject?> PutAsync(Stream content, long maximum, CancellationToken cancellationToken)
            => throw new NotSupportedException();

        public Task PublishAsync(string name) => throw new NotSupportedException();

        public Task DiscardAsync(string name) => throw new NotSupportedException();

        public string? Place => null;

        public Task<LocalRecording> OpenArrivedAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<Stream?> OpenStreamAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task PrepareAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> RemoveAsync(string name) => throw new NotSupportedException();

        public Task ProbeAsync() => throw new NotSupportedException();
    }
}
