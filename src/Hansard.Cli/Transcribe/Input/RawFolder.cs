using System.Runtime.InteropServices;

namespace Hansard.Cli.Transcribe.Input;

/// <summary>
/// Lists the names in a folder as the system has them. .NET replaces what is not UTF-8, and no file has the name that results.
/// </summary>
internal static partial class RawFolder
{
    // struct dirent of Linux on 64 bits, with glibc as with musl: inode, offset, length and type come before the name.
    private const int NameOffset = 19;

    /// <summary>Lists them, on Linux.</summary>
    /// <param name="folder">Its path as the system has it.</param>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IReadOnlyList<byte[]> Names(byte[] folder)
    {
        const int NoPermission = 13; // EACCES
        var handle = Open([.. folder, 0]);
        if (handle == 0)
        {
            var message = Marshal.GetLastPInvokeErrorMessage();
            throw Marshal.GetLastPInvokeError() == NoPermission ? new UnauthorizedAccessException(message) : new IOException(message);
        }
        try
        {
            List<byte[]> names = [];
            for (nint entry; (entry = Read(handle)) != 0;)
            {
                var length = 0;
                while (Marshal.ReadByte(entry, NameOffset + length) != 0) length++;
                var name = new byte[length];
                Marshal.Copy(entry + NameOffset, name, 0, length);
                if (!name.AsSpan().SequenceEqual("."u8) && !name.AsSpan().SequenceEqual(".."u8)) names.Add(name);
            }
            return names;
        }
        finally
        {
            _ = Close(handle);
        }
    }

    [LibraryImport("libc", EntryPoint = "opendir", SetLastError = true)]
    private static partial nint Open(byte[] path);

    [LibraryImport("libc", EntryPoint = "readdir")]
    private static partial nint Read(nint folder);

    [LibraryImport("libc", EntryPoint = "closedir")]
    private static partial int Close(nint folder);
}
