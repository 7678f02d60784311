using Hansard.Engine.Audio;
using Hansard.Engine.Audio.Live;

namespace Hansard.Engine.Tests.Audio.Live;

/// <summary>Sound that arrives as bytes, a real ffmpeg, to samples.</summary>
public sealed class LiveAudioDecoderTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [Requires("ffmpeg")]
    [InlineData("test.webm", 1_000)]
    [InlineData("test.webm", 37)]
    [InlineData("test_opus.ogg", 500)]
    [InlineData("test_vorbis.ogg", 4_000)]
    [InlineData("test.mp3", 417)]
    [InlineData("test.flac", 10_000)]
    [InlineData("test_pcm16.wav", 3_840)]
    [InlineData("test.aac", 200)]
    [InlineData("test.aiff", 4_096)]
    [InlineData("test_nb.amr", 333)]
    [InlineData("test.asf", 999)]
    public async Task A_container_is_decoded_however_it_is_cut(string file, int piece)
    {
        var path = Fixtures.PathOf("audio", "formats", file);
        var bytes = await File.ReadAllBytesAsync(path, Cancellation);
        var samples = await DecodeAsync(LiveAudioFormat.Container, bytes, piece);
        var whole = await Recordings.ReadAllAsync(path);
        Assert.Equal(whole.Length / 16_000.0, samples.Length / 16_000.0, 0.15);
    }

    [Theory]
    [Requires("ffmpeg")]
    [InlineData("pcm_s16le", 16_000, 1, 2)]
    [InlineData("pcm_s16be", 48_000, 2, 2)]
    [InlineData("pcm_u8", 8_000, 1, 1)]
    [InlineData("pcm_s24le", 44_100, 1, 3)]
    [InlineData("pcm_f32le", 24_000, 1, 4)]
    [InlineData("pcm_f64be", 16_000, 1, 8)]
    [InlineData("pcm_u32le", 16_000, 1, 4)]
    [InlineData("mulaw", 8_000, 1, 1)]
    [InlineData("alaw", 8_000, 2, 1)]
    public async Task Raw_samples_are_read_by_their_format(string encoding, int rate, int channels, int bytes)
    {
        var format = LiveAudioFormat.Raw(encoding, rate, channels);
        var samples = await DecodeAsync(format, new byte[3 * rate * channels * bytes], 777);
        Assert.Equal(3, samples.Length / 16_000.0, 0.02);
    }

    [Fact]
    [Requires("ffmpeg")]
    public async Task Sound_is_given_while_more_of_it_is_still_to_come()
    {
        var bytes = await File.ReadAllBytesAsync(Fixtures.PathOf("audio", "formats", "test.webm"), Cancellation);
        await using var decoder = new LiveAudioDecoder(LiveAudioFormat.Container);
        await decoder.WriteAsync(bytes.AsMemory(0, bytes.Length / 2), Cancellation);
        await foreach (var samples in decoder.ReadAsync(Cancellation))
        {
            Assert.NotEqual(0, samples.Length);
            break;
        }
        Assert.True(decoder.Decoded > TimeSpan.Zero);
    }

    [Fact]
    [Requires("ffmpeg")]
    public async Task What_is_no_sound_is_told()
    {
        await Assert.ThrowsAsync<InvalidAudioException>(() => DecodeAsync(LiveAudioFormat.Container, "no sound"u8.ToArray(), 8));
        await Assert.ThrowsAsync<InvalidAudioException>(() => DecodeAsync(LiveAudioFormat.Container, new byte[100_000], 1_000));
        var film = await File.ReadAllBytesAsync(Fixtures.PathOf("audio", "formats", "test_video.mp4"), Cancellation);
        var told = await Assert.ThrowsAsync<InvalidAudioException>(() => DecodeAsync(LiveAudioFormat.Container, film, 1_000));
        Assert.Contains("while it arrives", told.Message, StringComparison.Ordinal);
        var broken = await File.ReadAllBytesAsync(Fixtures.PathOf("audio", "formats", "test.webm"), Cancellation);
        Array.Fill<byte>(broken, 0x55, 40, broken.Length - 40);
        await Assert.ThrowsAsync<InvalidAudioException>(() => DecodeAsync(LiveAudioFormat.Container, broken, 1_000));
    }

    [Fact]
    [Requires("ffmpeg")]
    public async Task No_bytes_are_no_sound()
        => Assert.Empty(await DecodeAsync(LiveAudioFormat.Container, [], 1));

    [Fact]
    [Requires("ffmpeg")]
    public async Task Whoever_writes_and_whoever_reads_ends_with_the_decoder()
    {
        var decoder = new LiveAudioDecoder(LiveAudioFormat.Raw("pcm_s16le", 16_000, 1));
        var reading = Task.Run(
            async () =>
            {
                await foreach (var _ in decoder.ReadAsync(Cancellation)) await Task.Delay(1_000, Cancellation);
            },
            Cancellation);
        // More than pipes hold: the write waits, as nobody reads on.
        var writing = decoder.WriteAsync(new byte[8 << 20], Cancellation).AsTask();
        await Task.Delay(200, Cancellation);
        await decoder.DisposeAsync();
        await writing.WaitAsync(TimeSpan.FromMinutes(1), Cancellation);
        await Assert.ThrowsAnyAsync<Exception>(() => reading.WaitAsync(TimeSpan.FromMinutes(1), Cancellation));
    }

    [Theory]
    [InlineData("pcm_s17le", 16_000, 1)]
    [InlineData("pcm_s16le", 0, 1)]
    [InlineData("pcm_s16le", 16_000, 0)]
    [InlineData("pcm_s16le", 16_000, 33)]
    [InlineData("mulaw", 10_000_000, 1)]
    public void A_format_that_cannot_be_is_refused(string encoding, int rate, int channels)
        => Assert.ThrowsAny<ArgumentException>(() => LiveAudioFormat.Raw(encoding, rate, channels));

    private static async Task<float[]> DecodeAsync(LiveAudioFormat format, byte[] bytes, int piece)
    {
        await using var decoder = new LiveAudioDecoder(format);
        var writing = WriteAsync();
        List<float> samples = [];
        await foreach (var some in decoder.ReadAsync(Cancellation)) samples.AddRange(some.Span);
        await writing;
        return [.. samples];

        async Task WriteAsync()
        {
            try
            {
                foreach (var some in bytes.Chunk(piece)) await decoder.WriteAsync(some, Cancellation);
                await decoder.CompleteAsync(Cancellation);
            }
            catch
            {
                await decoder.DisposeAsync();
                throw;
            }
        }
    }
}
