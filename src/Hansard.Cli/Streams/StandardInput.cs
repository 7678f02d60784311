using System.Runtime.InteropServices;
using Hansard.Cli.Usage;

namespace Hansard.Cli.Streams;

/// <summary>Standard input, where it is one that something can come through.</summary>
internal static partial class StandardInput
{
    private const int GetDescriptorFlags = 1; // F_GETFD
    private const int CloseOnExec = 1; // FD_CLOEXEC

    /// <summary>Indicates whether whoever started the program closed it, as <c>&lt;&amp;-</c> does.</summary>
    /// <remarks>
    /// The runtime opens files of its own before any of this runs, and the first of them gets the free number 0, from which nothing ever
    /// comes. It opens all of them with the flag that closes them when a program is started, which none can have that was there before.
    /// </remarks>
    public static bool IsClosed { get; } = !OperatingSystem.IsWindows() && Control(0, GetDescriptorFlags) is < 0 or CloseOnExec;

    /// <summary>Finds out whether a recording can come through it.</summary>
    /// <param name="command">The command that reads it, such as <c>transcribe</c>, for the example.</param>
    /// <exception cref="UsageException">It is closed, or a terminal.</exception>
    public static void MustCarryRecording(string command)
    {
        var state = IsClosed ? "closed" : !Console.IsInputRedirected ? "a terminal" : null;
        if (state is not null)
        {
            throw new UsageException(
                $"Standard input is {state}: send a recording through it, as in 'hansard {command} - < call.wav'. "
                + "A file of that name is './-'.");
        }
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int descriptor, int command);
}
