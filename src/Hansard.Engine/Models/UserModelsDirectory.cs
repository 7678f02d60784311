using System.Runtime.InteropServices;

namespace Hansard.Engine.Models;

/// <summary>The folder for models that a user downloads beside an installed program, whose own folder an update replaces.</summary>
internal static partial class UserModelsDirectory
{
    private const int MayWrite = 2; // W_OK of unistd.h.

    /// <summary>
    /// Such as <c>~/.local/share/hansard/models</c> (<c>XDG_DATA_HOME</c>), <c>%LOCALAPPDATA%\hansard\models</c> or
    /// <c>~/Library/Application Support/hansard/models</c>; null for a user without a home.
    /// </summary>
    public static string? Path
    {
        get
        {
            var data = Environment.GetFolderPath(
                Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
            return data.Length == 0 ? null : System.IO.Path.Combine(data, "hansard", "models");
        }
    }

    /// <summary>True where downloads may go into a program's models folder: it is no part of an installation,
    /// and can be written.</summary>
    /// <param name="folder">Full path of the folder. Beside the program it came with it; above, it is that of a working copy.</param>
    public static bool IsForDownloads(string folder)
        => folder != System.IO.Path.Combine(AppContext.BaseDirectory, "models") && IsWritable(folder);

    // Asked and not tried: a try would leave traces in a folder that is only looked at.
    private static bool IsWritable(string folder) => OperatingSystem.IsWindows() || Access(folder, MayWrite) == 0;

    [LibraryImport("libc", EntryPoint = "access", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Access(string path, int mode);
}
