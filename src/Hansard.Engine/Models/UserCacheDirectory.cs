namespace Hansard.Engine.Models;

/// <summary>The folder for what can be made again from a user's models.</summary>
internal static class UserCacheDirectory
{
    /// <summary>
    /// Such as <c>~/.cache/hansard</c> (<c>XDG_CACHE_HOME</c>), <c>%LOCALAPPDATA%\hansard\cache</c> or <c>~/Library/Caches/hansard</c>;
    /// null for a user without a home.
    /// </summary>
    public static string? Path
    {
        get
        {
            static string Of(Environment.SpecialFolder folder)
                => Environment.GetFolderPath(folder, Environment.SpecialFolderOption.DoNotVerify);

            if (OperatingSystem.IsWindows())
                return Of(Environment.SpecialFolder.LocalApplicationData) is { Length: > 0 } local
                    ? System.IO.Path.Combine(local, "hansard", "cache")
                    : null;
            // An address relative to wherever a program runs is no place (XDG Base Directory Specification).
            if (Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { } named && System.IO.Path.IsPathRooted(named))
                return System.IO.Path.Combine(named, "hansard");
            return Of(Environment.SpecialFolder.UserProfile) is { Length: > 0 } home
                ? System.IO.Path.Combine([home, .. OperatingSystem.IsMacOS() ? ["Library", "Caches"] : new[] { ".cache" }, "hansard"])
                : null;
        }
    }
}
