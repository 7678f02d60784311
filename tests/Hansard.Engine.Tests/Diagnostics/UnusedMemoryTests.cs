using System.Runtime.InteropServices;
using Hansard.Engine.Diagnostics;

namespace Hansard.Engine.Tests.Diagnostics;

public sealed class UnusedMemoryTests
{
    // glibc's mark of a block that is mapped by itself, in the word before the block.
    private const nuint Mapped = 2;

    [Theory]
    [InlineData(5 << 20, true)]
    [InlineData(30 << 20, true)]
    [InlineData(1 << 20, false)]
    public void Large_blocks_are_the_system_s_also_when_a_larger_one_has_been_freed(int bytes, bool isMapped)
    {
        UnusedMemory.ReturnLargeBlocks();
        Assert.True(IsMapped(31 << 20));

        Assert.Equal(isMapped, IsMapped(bytes));
    }

    private static unsafe bool IsMapped(int bytes)
    {
        var block = (nuint*)NativeMemory.Alloc((nuint)bytes);
        try
        {
            return (block[-1] & Mapped) != 0;
        }
        finally
        {
            NativeMemory.Free(block);
        }
    }
}
