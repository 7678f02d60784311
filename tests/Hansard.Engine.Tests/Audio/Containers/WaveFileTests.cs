using System.Buffers.Binary;
using Hansard.Engine.Audio.Containers;

namespace Hansard.Engine.Tests.Audio.Containers;

public sealed class WaveFileTests
{
    private const int DataSize = 40;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_header_in_order_is_believed()
    {
        var wave = await ReadAsync(Recordings.Wav(new short[16_000]));
        Assert.Equal(new WaveFile(false, 1, 1, 16_000, 16, 32_000, 32_000, 44, 32_000, false), wave);
        Assert.False(wave!.IsCutOff || wave.HoldsMore);
        Assert.Equal(TimeSpan.FromSeconds(1), wave.StatedDuration);
        Assert.True(wave.IsPlain);
    }

    [Theory]
    [InlineData(20, 2, 3)] // Floating point.
    [InlineData(22, 2, 2)] // Channels.
    [InlineData(24, 4, 16_001)] // Moments in a second.
    [InlineData(28, 4, 16_000)] // Bytes in a second.
    [InlineData(34, 2, 8)] // Bits.
    [InlineData(DataSize, 4, 0)]
    [InlineData(DataSize, 4, -1)]
    [InlineData(DataSize, 4, 32_002)] // More than there is.
    [InlineData(DataSize, 4, 20_000)] // Much less.
    public async Task What_is_not_just_what_the_models_hear_is_not_plain(int place, int size, int value)
    {
        var bytes = Recordings.Wav(new short[16_000]);
        if (size == 2) BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(place), (short)value);
        else BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(place), value);

        Assert.False((await ReadAsync(bytes))!.IsPlain);
    }

    [Fact]
    public async Task More_samples_than_stated_are_noticed_unless_they_are_another_chunk()
    {
        var bytes = Recordings.Wav(new short[16_000]);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(DataSize), 8_000);
        Assert.True((await ReadAsync(bytes))!.HoldsMore);

        "LIST"u8.CopyTo(bytes.AsSpan(DataSize + 4 + 8_000));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(DataSize + 8 + 8_000), 1_000);
        Assert.False((await ReadAsync(bytes))!.HoldsMore);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(0x7FFF_F024u)]
    [InlineData(uint.MaxValue)]
    public async Task A_size_that_could_not_be_known_says_nothing(uint size)
    {
        var bytes = Recordings.Wav(new short[16_000]);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(DataSize), size);
        var wave = await ReadAsync(bytes);
        Assert.Null(wave!.StatedDuration);
        Assert.False(wave.IsCutOff || wave.HoldsMore);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(11)]
    [InlineData(20)]
    [InlineData(39)]
    public async Task A_header_that_ends_early_is_none(int length)
        => Assert.Null(await ReadAsync(Recordings.Wav(new short[100])[..length]));

    [Fact]
    public async Task Chunks_without_end_are_given_up()
    {
        var chunks = Enumerable.Repeat("fact\0\0\0\0"u8.ToArray(), 10_000).SelectMany(c => c);
        Assert.Null(await ReadAsync([.. "RIFF\u0010\0\0\0WAVE"u8, .. chunks]));
    }

    private static async Task<WaveFile?> ReadAsync(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return await WaveFile.ReadAsync(stream, Cancellation);
    }
}
