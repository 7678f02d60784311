using System.Runtime.InteropServices;

namespace Hansard.Server.Storage.Objects;

/// <summary>Second names of files.</summary>
internal static partial class HardLink
{
    /// <summary>Gives a file a second name, by which it stays when the first is removed.</summary>
    /// <returns>False where the file system cannot, or the file is gone.</returns>
    public static bool TryCreate(string path, string link)
        => OperatingSystem.IsWindows() ? CreateHardLinkW(link, path, 0) : Link(path, link) == 0;

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string path, string link);

    [LibraryImport("kernel32.dll", StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CreateHardLinkW(string link, string path, nint security);
}
