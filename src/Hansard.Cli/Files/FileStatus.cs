using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Hansard.Cli.Files;

/// <summary>Kind, identity and ownership of what a path names, symbolic links followed.</summary>
/// <param name="Kind">Kind of the file.</param>
/// <param name="Identity">The same for all names of one file, hard links among them.</param>
/// <param name="Owner">Number of the user that owns it.</param>
/// <param name="Group">Number of the group that owns it.</param>
/// <param name="Mode">Permissions.</param>
/// <param name="Links">Number of its names.</param>
/// <remarks>
/// .NET tells neither inodes nor owners. Where statx(2) is not there, paths stand for identities and no file can be rebuilt.
/// </remarks>
internal sealed partial record FileStatus(FileKind Kind, string Identity, uint Owner, uint Group, UnixFileMode Mode, uint Links)
{
    private const int CurrentFolder = -100; // AT_FDCWD
    private const uint BasicStatus = 0x7ff; // STATX_BASIC_STATS
    private const int WriteAccess = 2; // W_OK
    private const int NoEntry = 2; // ENOENT
    private const int NoPermission = 13; // EACCES
    private const int NotAFolder = 20; // ENOTDIR

    /// <summary>Reads the status; null where there is nothing.</summary>
    /// <exception cref="IOException">It cannot be found out, as links lead in a circle, for example.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder on the way may not be entered.</exception>
    public static FileStatus? Of(string path)
        => OperatingSystem.IsLinux() ? Of(Encoding.UTF8.GetBytes(path), path) : OfPortably(path);

    /// <inheritdoc cref="Of(string)"/>
    /// <param name="rawPath">The path as the system has it, which need not be UTF-8. Only on Linux.</param>
    /// <param name="path">The path for people.</param>
    public static FileStatus? Of(byte[] rawPath, string path)
    {
        if (Statx(CurrentFolder, [.. rawPath, 0], 0, BasicStatus, out var status) == 0)
        {
            var identity = $"{status.DeviceMajor}:{status.DeviceMinor}:{status.Inode}";
            var permissions = (UnixFileMode)(status.Mode & 0xFFF);
            return new FileStatus(KindOf(status.Mode), identity, status.Owner, status.Group, permissions, status.Links);
        }
        return Marshal.GetLastPInvokeError() switch
        {
            NoEntry or NotAFolder => null,
            NoPermission => throw new UnauthorizedAccessException($"'{path}' may not be examined: check the permissions of its folder."),
            _ => throw new IOException($"'{path}' cannot be examined: {Marshal.GetLastPInvokeErrorMessage()}."),
        };
    }

    /// <summary>Asks whether this process may write to what the path names.</summary>
    public static bool IsWritable(string path)
        => OperatingSystem.IsLinux() ? Access(path, WriteAccess) == 0 : !File.GetAttributes(path).HasFlag(FileAttributes.ReadOnly);

    /// <summary>Gives a new file everything that this one has beside its content.</summary>
    /// <param name="path">This file's own path, without links.</param>
    /// <param name="file">The new file.</param>
    /// <returns>
    /// False if it cannot: for want of the right to, or because this file has other names, or attributes such as access lists.
    /// </returns>
    public bool TryCopyTo(string path, SafeFileHandle file)
    {
        if (!OperatingSystem.IsLinux() || Links != 1 || ListAttributes(path, 0, 0) > 0) return false;
        if (ChangeOwner(file, Owner, Group) != 0) return false;
        File.SetUnixFileMode(file, Mode); // After the owner: a change of owner clears bits.
        return true;
    }

    private static FileStatus? OfPortably(string path)
    {
        if (!Path.Exists(path)) return null;
        var kind = Directory.Exists(path) ? FileKind.Folder : FileKind.Regular;
        return new FileStatus(kind, PhysicalPath.Resolve(path).ToUpperInvariant(), 0, 0, UnixFileMode.None, 1);
    }

    private static FileKind KindOf(ushort mode) => (mode & 0xF000) switch
    {
        0x8000 => FileKind.Regular,
        0x4000 => FileKind.Folder,
        0x6000 => FileKind.BlockDevice,
        0xC000 => FileKind.Socket,
        _ => FileKind.Stream,
    };

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true)]
    private static partial int Statx(int folder, byte[] path, int flags, uint mask, out StatxBuffer buffer);

    [LibraryImport("libc", EntryPoint = "access", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Access(string path, int mode);

    [LibraryImport("libc", EntryPoint = "fchown")]
    private static partial int ChangeOwner(SafeFileHandle file, uint owner, uint group);

    [LibraryImport("libc", EntryPoint = "listxattr", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint ListAttributes(string path, nint list, nuint size);

    // struct statx of linux/stat.h, which is the same on every architecture.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct StatxBuffer
    {
        [FieldOffset(16)] public uint Links;
        [FieldOffset(20)] public uint Owner;
        [FieldOffset(24)] public uint Group;
        [FieldOffset(28)] public ushort Mode;
        [FieldOffset(32)] public ulong Inode;
        [FieldOffset(136)] public uint DeviceMajor;
        [FieldOffset(140)] public uint DeviceMinor;
    }
}
