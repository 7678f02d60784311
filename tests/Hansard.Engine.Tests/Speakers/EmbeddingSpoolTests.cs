using Hansard.Engine.Speakers;

namespace Hansard.Engine.Tests.Speakers;

public sealed class EmbeddingSpoolTests
{
    [Fact]
    public void Vectors_are_read_as_they_were_written_in_any_order_and_more_than_once()
    {
        using var spool = new EmbeddingSpool(3);
        foreach (var i in new[] { 2, 0, 1, 2 }) spool.Write(i, [i, 0.5f, -i]);
        Assert.Equal([[0, 0.5f, 0], [1, 0.5f, -1], [2, 0.5f, -2]], spool);
        spool.Write(1, [7, 8, 9]);
        Assert.Equal([7f, 8, 9], spool[1]);
    }

    [Fact]
    public void A_vector_of_another_length_or_place_is_refused()
    {
        using var spool = new EmbeddingSpool(2);
        spool.Write(0, [1, 2]);
        Assert.Throws<ArgumentOutOfRangeException>(() => spool.Write(1, [1, 2, 3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => spool.Write(2, [1, 2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => spool[-1]);
        Assert.Throws<IOException>(() => spool[1]);
    }
}
