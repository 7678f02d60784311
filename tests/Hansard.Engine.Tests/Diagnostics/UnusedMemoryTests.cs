using System.Runtime.InteropServices;
using Hansard.Engine.Diagnostics;

namespace Hansard.Engine.Tests.Diagnostics;

public sealed class UnusedMemoryTests
{
    // glibc's mark of a block that is mapped by itself, in the word before the block.
    private const nuint Mapped = 2;

    // Not far below the 32 MB from which on they always are: a heap of this process that has as much free is not to be expected.
    private const int Bytes = 30 << 20;

    [Fact]
    public void Large_blocks_are_the_system_s_also_when_a_larger_one_has_been_freed()
    {
        UnusedMemory.ReturnLargeBlocks();
        Assert.True(IsMapped(Bytes + (1 << 20)));

        Assert.True(IsMapped(Bytes));
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
