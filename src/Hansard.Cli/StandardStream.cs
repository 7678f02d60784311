using System.Runtime.InteropServices;

namespace Hansard.Cli;

/// <summary>Standard output, of which .NET does not tell when its reader has gone: it throws away what is written.</summary>
internal static partial class StandardStream
{
    /// <summary>Opens it for bytes.</summary>
    /// <exception cref="IOException">It is a pipe that nobody reads any more.</exception>
    public static Stream OpenOutput()
    {
        MustBeRead();
        return Console.OpenStandardOutput();
    }

    /// <summary>Finds out whether what is written still goes anywhere, so that nothing is done for nobody.</summary>
    /// <exception cref="IOException">It is a pipe that nobody reads any more.</exception>
    public static void MustBeRead()
    {
        const short Abandoned = 8; // POLLERR, of a pipe without a reader
        if (OperatingSystem.IsWindows() || !Console.IsOutputRedirected) return;
        var output = new PollDescriptor { Descriptor = 1 };
        if (Poll(ref output, 1, 0) == 1 && (output.Happened & Abandoned) != 0) throw new IOException("Nobody reads it any more.");
    }

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll(ref PollDescriptor descriptors, nuint count, int milliseconds);

    // struct pollfd
    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        public int Descriptor;
        public short Wanted;
        public short Happened;
    }
}
