using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Hansard.Server.FolderWatch;

/// <summary>Finds out whether a file is open for writing somewhere on this machine, by asking Linux for a read lease of it.</summary>
/// <remarks>
/// A lease is given only while nobody writes (fcntl(2), F_SETLEASE), and is given back at once. The system tells of somebody who opens the
/// file in between by a signal, for which one is chosen that is ignored. Network shares, and files of other users, have no leases: then
/// nothing is known, and that a file has not changed for some time has to do.
/// </remarks>
internal static partial class WriterLease
{
    private const int SetSignal = 10; // F_SETSIG
    private const int SetLease = 1024; // F_SETLEASE
    private const int ReadLock = 0; // F_RDLCK
    private const int Unlock = 2; // F_UNLCK
    private const int UrgentSignal = 23; // SIGURG, on every architecture that .NET has on Linux.
    private const int TryAgain = 11; // EAGAIN
    private const int SharingViolation = unchecked((int)0x80070020); // ERROR_SHARING_VIOLATION

    /// <summary>Asks; null where it cannot be known.</summary>
    public static bool? HasWriter(SafeFileHandle file)
    {
        if (!OperatingSystem.IsLinux() || Control(file, SetSignal, UrgentSignal) != 0) return null;
        if (Control(file, SetLease, ReadLock) == 0)
        {
            _ = Control(file, SetLease, Unlock);
            return false;
        }
        return Marshal.GetLastPInvokeError() == TryAgain ? true : null;
    }

    /// <summary>Tells whether opening failed because somebody has the file open: on Windows, or elsewhere a program of .NET.</summary>
    public static bool IsSharingViolation(Exception exception)
        => exception is IOException && exception.HResult is SharingViolation or TryAgain;

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(SafeFileHandle file, int command, int argument);
}
